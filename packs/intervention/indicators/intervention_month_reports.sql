/* ---
indicator: intervention_month_reports
title: 月报告完成率
grain: 每人每月的月报告一行
purpose: 衡量月报告（含零报告）是否全部签署
logic: 应报名单中已经申报、零报告或者由负责人说明的比例；应为百分之百
source: [禁止法官检察官与律师不正当接触交往的意见_2021 第九条]
reads: [register_month_reports]
leaves_out: [没有列入应报名单的]
columns:
  person: 人员
  period: 月份
  state: 状态
kind: share
unit: 份
group_by: organ
better: up
caveat: 长期零报告的部门应结合案件数看
--- */
select state not in ('due', 'urged') as hit, cast(null as varchar) as link, person as label, organ, month_end as day, person, period, state
from register_month_reports
where month_end is not null
