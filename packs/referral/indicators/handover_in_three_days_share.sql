/* ---
indicator: handover_in_three_days_share
title: 涉案物品按期移交率
grain: 每件应当移交物品和材料的移送案件一行
purpose: 看行政执法机关在收到立案通知后是否按期移交。
logic: 移交期限在期间内的案件中，在期限内移交的比例；没有到期且没有移交的不计。
source: [行政执法机关移送涉嫌犯罪案件的规定 第十二条]
reads: [case_referral]
leaves_out: [没有到期且没有移交的]
columns:
  number: 案件编号
  due_on: 移交期限
  handed_on: 移交日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(hand_over__on <= hand_over__due_on, false) as hit, coalesce(number, title) as label, coalesce(organ__organ, _organ) as organ, hand_over__due_on as day,
    concat('document:', "case") as link, number, hand_over__due_on as due_on, hand_over__on as handed_on
from case_referral
where hand_over__due_on is not null and (hand_over__on is not null or hand_over__due_on < :as_of)
