/* ---
indicator: reply_in_time
title: 监督文书按期回复率
grain: 每份送达的监督文书一行
purpose: 衡量被监督单位是否在期限内回复。
logic: 期间内送达的监督文书中，在期限内回复的，除以已经回复的与已过回复期限的之和。
source: [人民检察院组织法 第二十一条, 人民检察院刑事诉讼规则 第五百五十三条]
reads: [documents, supervision_documents]
leaves_out: [尚在回复期限内且没有回复的]
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
target: {value: 1, policy: 法定期限应当全部遵守}
caveat: 平台办理的与各院报送的监督文书合并计算，文书号相同的以平台为准。
--- */
select coalesce(replied_on <= reply_due, false) as hit, coalesce(title, document_no) as label, issued_to as organ, served_on as day, link,
    document_no, kind, issued_by, served_on, reply_due, replied_on
from served
where replied_on is not null or reply_due < :as_of
