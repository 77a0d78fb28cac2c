/* ---
indicator: adoption_issued
title: 监督意见采纳率（占制发数）
grain: 每份制发的监督文书一行
purpose: 与占回复数的采纳率并列，避免只看已回复的。
logic: 期间内送达的监督文书中，被采纳的比例；没有回复的计入分母。
source: [人民检察院组织法 第二十一条]
reads: [documents, supervision_documents]
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
  replied_on: 回复日期
  adopted: 是否采纳
kind: share
opening: served
unit: 份
group_by: organ
better: up
caveat: 与监督意见采纳率一并使用：一个按已回复的计算，一个按全部送达的计算。
--- */
select coalesce(adopted, false) as hit, coalesce(title, document_no) as label, issued_to as organ, served_on as day, link,
    document_no, kind, issued_by, served_on, replied_on, adopted
from served
