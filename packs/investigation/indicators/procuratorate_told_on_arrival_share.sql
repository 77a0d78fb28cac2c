/* ---
indicator: procuratorate_told_on_arrival_share
title: 收到委托及时通知检察院率
grain: 每件收到的委托一行
purpose: 衡量收到委托后是否及时通知执行地人民检察院。
logic: 收到次一工作日以前通知的，除以已受理审查的。
source: [社区矫正法实施办法 第十三条]
reads: [case_investigation]
leaves_out: [尚未受理审查的]
columns:
  number: 案件编号
  received_on: 收到日期
  told_on: 通知日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 次一工作日为默认值，条文为及时。
--- */
select accept__procuratorate_told_on <= law_add_working_days(accept__received_on, 1) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, accept__received_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, accept__received_on as received_on, accept__procuratorate_told_on as told_on
from case_investigation
where accept__received_on is not null and accept__procuratorate_told_on is not null
