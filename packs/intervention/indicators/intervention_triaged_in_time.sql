/* ---
indicator: intervention_triaged_in_time
title: 过问记录按期分流率
grain: 每条过问记录一行
purpose: 衡量督察部门（或者上级督察）是否按期分流
logic: 期间内记录、记录后第十个工作日以前（含当日）分流的，除以已经分流的与十个工作日已过仍未分流的之和
source: [人民检察院组织法 第四十七条]
reads: [register_interventions]
leaves_out: [十个工作日未满且没有分流的]
columns:
  category: 类别
  entered_on: 记录日期
  triaged_on: 分流日期
kind: share
unit: 条
group_by: organ
better: up
caveat: 十个工作日为政策默认；报上级督察的自本院记录之日起算，上级的期限另计
--- */
select triaged_on is not null and triaged_on <= law_add_working_days(entered_on, 10) as hit, cast(null as varchar) as link, category as label, organ, entered_on as day, category, entered_on, triaged_on
from register_interventions
where triaged_on is not null or law_add_working_days(entered_on, 10) < :as_of
