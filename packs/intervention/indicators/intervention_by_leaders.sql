/* ---
indicator: intervention_by_leaders
title: 领导干部带头填报率
grain: 每条过问记录一行
purpose: 看领导干部是否带头记录
logic: 期间内的过问记录中，记录人是领导干部的比例
source: [人民检察院组织法 第四十七条]
reads: [register_interventions]
leaves_out: [没有写明记录人是否领导干部的]
columns:
  category: 类别
  entered_on: 记录日期
kind: share
unit: 条
group_by: organ
better: none
caveat: 只有件数，不载姓名和案件
--- */
select is_leader as hit, cast(null as varchar) as link, category as label, organ, entered_on as day, category, entered_on
from register_interventions
where is_leader is not null
