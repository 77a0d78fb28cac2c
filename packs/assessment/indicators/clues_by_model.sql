/* ---
indicator: clues_by_model
title: 各模型线索数
grain: 每条线索一行
purpose: 看各模型在期间内发现的线索数量。
logic: 期间内首次发现的线索，按模型计数；其后因数据更正不再成立的仍计入发现数。
reads: [clues]
columns:
  model: 模型
  subject: 对象
  occurrence: 事项
  state: 状态
  level: 级别
kind: count
unit: 条
group_by: model
better: none
--- */
select true as hit, coalesce(summary, occurrence) as label, organ, found_on as day, concat('clue:', cast(id as varchar)) as link,
    model, subject, occurrence, state, level
from clues
