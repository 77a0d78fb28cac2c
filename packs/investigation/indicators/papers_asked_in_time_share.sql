/* ---
indicator: papers_asked_in_time_share
title: 三个工作日内通知补齐率
grain: 每件材料不全的委托一行
purpose: 衡量委托材料不全的，是否在收到后三个工作日内通知补齐。
logic: 收到后三个工作日以内通知补齐的，除以登记为材料不全的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第四条]
reads: [case_investigation]
leaves_out: [材料齐全的, 无法调查退回的]
columns:
  number: 案件编号
  received_on: 收到日期
  asked_on: 通知补齐日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select accept__on <= law_add_working_days(accept__received_on, 3) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, accept__received_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, accept__received_on as received_on, accept__on as asked_on
from case_investigation
where accept__outcome = 'incomplete' and accept__received_on is not null
