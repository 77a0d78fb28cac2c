/* ---
indicator: exit_limited_by_decider_share
title: 决定时限制出境率
grain: 每件二〇二六年二月二十一日以后的裁判、决定一行
purpose: 衡量决定机关是否在判决、裁定、决定时限制出境并通知移民管理机构。
logic: 登记为已限制并通知的，除以全部。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban]
leaves_out: [二〇二六年二月二十一日以前的, 尚未登记的]
columns:
  number: 案件编号
  judged_on: 裁判、决定日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select limit__outcome = 'told' as hit, coalesce(number, "case") as label, coalesce(organ__decider, organ, _organ) as organ, opening__judged_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__judged_on as judged_on
from case_exit_ban
where limit__on is not null and opening__judged_on >= cast('2026-02-21' as date)
