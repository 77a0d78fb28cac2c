/* ---
indicator: intervention_proved_share
title: 过问线索核查属实率
grain: 每条已有核查结论的过问记录一行
purpose: 看线索核查的结果
logic: 期间内记录并已核查的过问记录中，结论为属实的比例；无法查清的不作属实
source: [人民检察院组织法 第四十七条]
reads: [register_interventions]
leaves_out: [没有分流为线索核查的, 尚无核查结论的]
columns:
  category: 类别
  entered_on: 记录日期
  result: 核查结论
kind: share
unit: 条
group_by: organ
better: none
caveat: 只有件数，不载姓名和案件
--- */
select result = 'proved' as hit, cast(null as varchar) as link, category as label, organ, entered_on as day, category, entered_on, result
from register_interventions
where result is not null
