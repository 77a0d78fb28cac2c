/* ---
indicator: patrol_look_back_lasting
title: 回头看巩固率
grain: 每次有结论的回头看一行
purpose: 看巡回检察整改是否巩固。
logic: 期间内作出结论的巡回检察回头看中，整改巩固的比例。
source: [人民检察院巡回检察工作规定 第四十条]
reads: [case_patrol]
columns:
  number: 案件编号
  outcome: 结论
kind: share
unit: 次
better: up
--- */
select look_back__outcome = 'lasting' as hit, coalesce(number, title) as label, coalesce(organ__place, organ, _organ) as organ, look_back__on as day,
    concat('document:', "case") as link, number, look_back__outcome as outcome
from case_patrol
where look_back__outcome is not null
