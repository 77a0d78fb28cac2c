/* ---
indicator: inspection_repeated_share
title: 督察问题重复率
grain: 每个督察问题一行
purpose: 衡量六个月内同一单位同一事项的问题是否重复发生。
logic: 登记为重复的，除以全部。
source: [社区矫正法 第八条]
reads: [register_inspection_problems]
leaves_out: [没有]
columns:
  task_no: 任务编号
  topic: 事项代码
  found_on: 发现日期
kind: share
unit: 个
group_by: organ
better: down
--- */
select coalesce(repeated, false) as hit, coalesce(number, cast(entry as varchar)) as label, coalesce(organ, _organ) as organ, found_on as day, cast(null as varchar) as link, task_no, topic, found_on
from register_inspection_problems
