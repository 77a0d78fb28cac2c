/* ---
indicator: reoffend_share
title: 社区矫正再犯罪率
grain: 每名在期间内解除或者终止的社区矫正对象一行
purpose: 看矫正期间再犯罪的比例。
logic: 期间内解除、终止社区矫正的对象中，因再犯罪终止的比例。
source: [社区矫正法 第四十五条]
reads: [corrections_cases]
leaves_out: [执行地变更的, 没有载明结束原因的]
columns:
  category: 类别
  end_reason: 结束原因
kind: share
unit: 人
better: down
--- */
select end_reason = 'new_crime' as hit, name as label, _organ as organ, released_on as day, concat('record:corrections_cases:', _key) as link,
    category, end_reason
from corrections_cases
where released_on is not null and end_reason is not null and end_reason <> 'moved'
