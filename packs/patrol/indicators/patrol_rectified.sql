/* ---
indicator: patrol_rectified
title: 巡回检察问题整改率
grain: 每个整改期限已到或者已经整改的问题一行
purpose: 衡量巡回检察发现的问题是否按期整改
logic: 整改期限已过或者已经销号、即查即改的问题中，已经销号或者即查即改的比例；没有到期的单列，不计入
source: [人民检察院巡回检察工作规定 第三十七条, 人民检察院巡回检察工作规定 第四十条]
reads: [register_patrol_problems]
leaves_out: [整改期限未到且没有销号的, 认定客观不能的]
columns:
  number: 编号
  problem_no: 问题编号
  item: 检查项
  severity: 程度
  due: 整改期限
  accepted_on: 销号日期
kind: share
unit: 个
group_by: organ
better: up
caveat: 客观不能的不计入；异议期间的在期限届满后计入
--- */
select state in ('accepted', 'corrected') as hit, cast(null as varchar) as link, problem_no as label, place as organ,
    coalesce(accepted_on, corrected_on, due) as day, number, problem_no, item, severity, due, accepted_on
from register_patrol_problems
where state in ('accepted', 'corrected') or (due < :as_of and state <> 'impossible')
