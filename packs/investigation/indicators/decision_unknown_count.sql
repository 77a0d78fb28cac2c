/* ---
indicator: decision_unknown_count
title: 超过九十日不知决定的意见
grain: 每件调查评估一行
purpose: 列出评估意见送出九十日以上、委托机关没有反馈采信情况的。
logic: 送出九十日以上没有反馈的件数。
source: [社区矫正法实施办法 第十四条]
reads: [case_investigation]
leaves_out: [九十日以内的, 委托撤回的]
columns:
  number: 案件编号
  signed_on: 送出日期
kind: count
unit: 件
group_by: organ
better: down
caveat: 九十日为默认值。
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__commissioner, organ, _organ) as organ, sign__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, sign__on as signed_on
from case_investigation
where sign__outcome = 'sent' and outcome__on is null and ended_on is null and law_add_days(sign__on, 90) < :as_of
