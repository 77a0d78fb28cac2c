/* ---
indicator: execution_corrected
title: 刑罚执行活动违法纠正率
grain: 每份已送达的监督文书一行
purpose: 看刑罚执行活动违法被监督后是否得到纠正。
logic: 期间内送达的关于刑罚执行活动违法、计分考核的监督文书中，已经整改、经验收合格并且回头看没有发现反弹的，除以已经回复的与已过回复期限的之和。
source: [人民检察院刑事诉讼规则 第六百二十四条]
reads: [case_supervision_document]
leaves_out: [尚在回复期限内且没有回复的, 被撤回、被撤销的]
columns:
  number: 编号
  supervised: 被监督单位
  served_on: 送达日期
  rectified_on: 整改日期
  looked: 回头看结论（代码）
kind: share
opening: corrected
unit: 份
group_by: organ
better: up
caveat: 监督事项由起草人选定；各院报送而不在平台办理的文书没有监督事项，不在其中；理由成立、报上一级审查中和整改反弹的按没有纠正计。
--- */
select put_right as hit, label, organ_name as organ, day, link, number, supervised, served_on, rectified_on, looked
from raised
where topic in ('execution', 'score')
