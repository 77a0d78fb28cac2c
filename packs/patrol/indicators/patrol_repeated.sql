/* ---
indicator: patrol_repeated
title: 巡回检察问题重复率
grain: 每个巡回检察问题一行
purpose: 衡量历次巡回发现的问题是否反复出现
logic: 期间内确认的问题中，与历史问题相同的比例
source: [人民检察院巡回检察工作规定 第十四条, 人民检察院巡回检察工作规定 第四十条]
reads: [register_patrol_problems]
columns:
  number: 编号
  problem_no: 问题编号
  item: 检查项
  earlier: 历史问题编号
  severity: 程度
kind: share
unit: 个
group_by: organ
better: down
--- */
select earlier is not null and earlier <> '' as hit, cast(null as varchar) as link, problem_no as label, place as organ,
    entered_on as day, number, problem_no, item, earlier, severity
from register_patrol_problems
