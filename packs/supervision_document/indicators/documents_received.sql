/* ---
indicator: documents_received
title: 收到监督文书数
grain: 每份送达的监督文书一行
purpose: 看各类机关收到的检察建议书、纠正违法通知书。
logic: 期间内送达的监督文书，按被监督机关的类别计数。
source: [人民检察院组织法 第二十一条]
reads: [documents, supervision_documents, organs]
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
  organ_kind: 机关类别
  served_on: 送达日期
  replied_on: 回复日期
kind: count
opening: served
unit: 份
group_by: organ_kind
better: none
caveat: 平台办理的与各院报送的合并计算，文书号相同的以平台为准。
--- */
select true as hit, coalesce(s.title, s.document_no) as label, s.issued_to as organ, s.served_on as day, s.link,
    s.document_no, s.kind, s.issued_by, coalesce(o.kind, '未登记的机关') as organ_kind, s.served_on, s.replied_on
from served as s left join organs as o on o.name = s.issued_to
