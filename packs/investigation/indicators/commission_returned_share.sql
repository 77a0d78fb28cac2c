/* ---
indicator: commission_returned_share
title: 委托退回比例
grain: 每件收到的委托一行
purpose: 衡量因不能调查评估、材料始终不齐等退回的比例。
logic: 退回、未补齐的，除以已受理审查的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第四条]
reads: [case_investigation]
leaves_out: [尚未受理审查的]
columns:
  number: 案件编号
  received_on: 收到日期
kind: share
unit: 件
group_by: organ
better: none
--- */
select coalesce(give_back__outcome, '') = 'returned' or coalesce(supplement__outcome, '') = 'not_supplied' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, accept__received_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, accept__received_on as received_on
from case_investigation
where accept__received_on is not null
