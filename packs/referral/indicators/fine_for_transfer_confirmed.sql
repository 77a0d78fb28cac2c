/* ---
indicator: fine_for_transfer_confirmed
title: 以罚代移线索查实率
grain: 每条已作出核查结论的线索一行
purpose: 看有案不移、以罚代刑、拆分金额和移送受阻的线索经核查是否属实
logic: 期间内作出核查结论的上述线索中，查实的（含其后制发文书、办结的），除以全部作出结论的
source: [行政执法机关移送涉嫌犯罪案件的规定 第十一条, 推进行政执法与刑事司法衔接工作的规定_2021 第七条]
reads: [clues]
leaves_out: [尚未作出核查结论的, 其他模型的线索]
columns:
  model: 模型
  subject: 对象
  occurrence: 事项
  state: 状态
  cause: 排除原因
kind: share
unit: 条
group_by: model
better: none
--- */
select state <> 'refuted' as hit, coalesce(summary, occurrence) as label, organ, decided_on as day,
    concat('clue:', cast(id as varchar)) as link, model, subject, occurrence, state, cause
from clues
where decided_on is not null and state in ('verified', 'documented', 'closed', 'refuted')
    and model in ('crime_not_transferred', 'referral_held_back', 'amounts_split')
