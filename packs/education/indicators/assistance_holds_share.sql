/* ---
indicator: assistance_holds_share
title: 帮扶三个月后仍落实率
grain: 每件已回访的帮扶一行
purpose: 衡量帮扶三个月后是否仍在落实，不以批准为准。
logic: 回访仍在落实的，除以已回访的。
source: [社区矫正法 第四十三条]
reads: [case_assistance]
leaves_out: [没有到期回访的]
columns:
  number: 案件编号
  followed_on: 回访日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select follow__outcome = 'holds' as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, follow__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, follow__on as followed_on
from case_assistance
where follow__outcome in ('holds', 'lost')
