/* ---
indicator: intervention_transferred
title: 过问线索移送件数
grain: 每条已经移送、报送或者通报的过问记录一行
purpose: 看移送纪检监察、报政法委和通报对方单位的件数
logic: 期间内记录、已有回执的移送、报送、通报，按分流计数
source: [人民检察院组织法 第四十七条]
reads: [register_interventions]
leaves_out: [没有回执的]
columns:
  code: 分流
  entered_on: 记录日期
kind: count
unit: 条
group_by: code
better: none
caveat: 只有件数，不载姓名和案件
--- */
select true as hit, cast(null as varchar) as link, category as label, organ, entered_on as day, code, entered_on
from register_interventions
where receipt_no is not null and code is not null
