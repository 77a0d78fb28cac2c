/* ---
indicator: verified_share
title: 线索查实率
grain: 每条已核查的线索一行
purpose: 衡量模型的准确程度，附置信区间。
logic: 期间内作出核查结论的线索中，查实的（含其后制发文书、办结的），除以全部作出结论的；没有查实的为已排除的。
reads: [clues]
leaves_out: [尚未作出核查结论的]
columns:
  model: 模型
  subject: 对象
  occurrence: 事项
  state: 状态
  cause: 排除原因
kind: share
unit: 条
group_by: model
better: up
caveat: 区间为百分之九十五的威尔逊区间；线索少时区间宽，不宜比较。
--- */
select state <> 'refuted' as hit, coalesce(summary, occurrence) as label, organ, decided_on as day,
    concat('clue:', cast(id as varchar)) as link, model, subject, occurrence, state, cause
from clues
where decided_on is not null and state in ('verified', 'documented', 'closed', 'refuted')
