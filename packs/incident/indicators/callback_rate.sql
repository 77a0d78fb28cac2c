/* ---
indicator: callback_rate
title: 警情回访率
grain: 每起应当回访的警情一行
purpose: 看办结的警情是否都回访。
logic: 期间内应当回访的警情中，已经回访接通的，除以已经回访的、三次未接通的与已过回访期限的之和。
source: [人民检察院刑事诉讼规则 第五百五十七条]
reads: [case_incident]
leaves_out: [尚在回访期限内的]
columns:
  number: 警情编号
  due_on: 回访期限
  called_on: 回访日期
  outcome: 结果（代码）
kind: share
unit: 起
group_by: organ
better: up
caveat: 三次未接通的计入分母；满意率另见警情回访满意率。
--- */
select coalesce(callback__outcome, '') = 'done' as hit, coalesce(number, title) as label, coalesce(organ__station, organ, _organ) as organ, callback__due_on as day,
    concat('document:', "case") as link, number, callback__due_on as due_on, callback__on as called_on, callback__outcome as outcome
from case_incident
where callback__due_on is not null and (callback__outcome in ('done', 'not_reached') or (callback__on is null and callback__due_on < :as_of))
