/* ---
indicator: inspection_closed_share
title: 督察问题销号率
grain: 每个督察问题一行
purpose: 衡量督察问题是否整改到位
logic: 已登记的督察问题中，已经销号的比例
source: [社区矫正法 第八条]
reads: [register_inspection_problems]
leaves_out: []
columns:
  task_no: 任务编号
  topic: 事项
  severity: 程度
  found_on: 发现日期
  closed_on: 销号日期
kind: share
unit: 个
group_by: organ
better: up
caveat: 整改期限为政策默认
--- */
select state = 'closed' as hit, cast(null as varchar) as link, number as label, organ, found_on as day, task_no, topic, severity, found_on, closed_on
from register_inspection_problems
