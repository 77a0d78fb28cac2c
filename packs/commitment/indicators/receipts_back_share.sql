/* ---
indicator: receipts_back_share
title: 收监回执率
grain: 每份一个月期限已过或者已有回执的执行文书一行
purpose: 衡量送达的执行文书是否收到收监回执。
logic: 已收到回执的，除以已收到回执的与一个月期限已过仍没有回执的之和。
source: [适用刑事诉讼法的解释 第五百一十三条]
reads: [register_sentence_deliveries]
leaves_out: [不再交付的, 期限未到的]
columns:
  number: 编号
  sent_on: 送达日期
  receipt_on: 回执日期
kind: share
unit: 份
group_by: organ
better: up
--- */
select state = 'executed' as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, sent_on as day, cast(null as varchar) as link, number, sent_on, receipt_on
from register_sentence_deliveries
where state = 'executed' or (state = 'sent' and due_on < :as_of)
