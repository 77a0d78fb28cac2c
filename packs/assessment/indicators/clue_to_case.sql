/* ---
indicator: clue_to_case
title: 线索成案率
grain: 每条线索一行
purpose: 看模型筛查的线索转化为监督案件的比例。
logic: 期间内发现的线索中，已经制发文书或者办结的比例。
source: [人民检察院组织法 第二十一条]
reads: [clues]
columns:
  model: 模型
  subject: 对象
  state: 状态
kind: share
unit: 条
group_by: model
better: none
caveat: 线索晚近发现的尚未核查，比例会随核查上升。
--- */
select state in ('documented', 'closed') as hit, coalesce(summary, occurrence) as label, organ, found_on as day, concat('clue:', cast(id as varchar)) as link,
    model, subject, state
from clues
