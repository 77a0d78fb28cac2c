/* ---
indicator: patrol_serious
title: 巡回检察严重问题占比
grain: 每个巡回检察问题一行
purpose: 衡量发现深层次问题的情况
logic: 期间内确认的问题中，程度为严重违法或者重大隐患的比例
source: [人民检察院巡回检察工作规定 第三十六条]
reads: [register_patrol_problems]
columns:
  number: 编号
  problem_no: 问题编号
  item: 检查项
  severity: 程度
kind: share
unit: 个
group_by: organ
better: none
--- */
select severity in ('serious', 'hazard') as hit, cast(null as varchar) as link, problem_no as label, place as organ,
    entered_on as day, number, problem_no, item, severity
from register_patrol_problems
