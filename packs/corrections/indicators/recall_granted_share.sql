/* ---
indicator: recall_granted_share
title: 提请收监采纳率
grain: 每件收监执行案件一行
purpose: 衡量提请收监执行被决定采纳的比例。
logic: 期间内决定收监的，除以决定收监与不予收监之和。
source: [社区矫正法 第四十九条]
reads: [case_recall]
leaves_out: [尚未决定的, 通知补充材料的, 撤回的]
columns:
  number: 案件编号
  decided_on: 决定日期
  result: 结果
kind: share
unit: 件
group_by: organ
better: none
--- */
select decide__outcome = 'recalled' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, decide__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, decide__on as decided_on, decide__outcome as result
from case_recall
where decide__outcome in ('recalled', 'refused')
