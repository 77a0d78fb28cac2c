/* ---
indicator: rectification_rate
title: 整改完成率
grain: 每份被采纳的监督文书一行
purpose: 衡量采纳之后是否整改到位。
logic: 期间内回复并采纳的监督文书中，已有整改完成日期的，除以全部被采纳的。
source: [人民检察院组织法 第二十一条, 人民检察院刑事诉讼规则 第五百五十三条]
reads: [documents, supervision_documents]
leaves_out: [没有采纳的]
parameters:
  correction_days:
    default: 15
    unit: 日
    mark: policy
    note: 纠正违法通知书没有载明期限时的核查口径
columns:
  document_no: 文书号
  kind: 文书种类
  issued_by: 制发单位
  served_on: 送达日期
  reply_due: 回复期限
  replied_on: 回复日期
kind: share
opening: served
unit: 份
group_by: organ
better: up
caveat: 平台办理的与各院报送的监督文书合并计算，文书号相同的以平台为准。
--- */
select rectified_on is not null as hit, coalesce(title, document_no) as label, issued_to as organ, replied_on as day, link,
    document_no, kind, issued_by, served_on, reply_due, replied_on
from served
where adopted and replied_on is not null
