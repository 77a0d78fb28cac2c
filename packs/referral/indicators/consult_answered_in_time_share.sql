/* ---
indicator: consult_answered_in_time_share
title: 咨询按期答复率
grain: 每件到期或已答复的咨询一行
purpose: 看被咨询单位是否按期答复。
logic: 答复期限在期间内的咨询中，在期限内答复的比例；没有到期且没有答复的不计。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第十三条]
reads: [case_consultation]
leaves_out: [没有到期且没有答复的]
columns:
  number: 案件编号
  due_on: 答复期限
  answered_on: 答复日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 紧急咨询先以电话答复的，按电话答复计。
--- */
select coalesce(answer__on <= answer__due_on, false) as hit, coalesce(number, title) as label, coalesce(organ__answerer, _organ) as organ, answer__due_on as day,
    concat('document:', "case") as link, number, answer__due_on as due_on, answer__on as answered_on
from case_consultation
where answer__due_on is not null and (answer__on is not null or answer__due_on < :as_of)
