/* ---
indicator: bad_rating_called_back
title: 差评回访率
grain: 每件属实的差评一行
purpose: 衡量差评是否都回访；应为百分之百。
logic: 核实属实的差评中，已经回访的，除以已经回访的与自派单之日起十八个工作日（整改十五个、回访三个）已过仍未回访的之和。
reads: [case_bad_rating]
leaves_out: [尚在整改、回访期限内且没有回访的]
columns:
  number: 案件编号
  sent_on: 派单日期
  called_on: 回访日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 确认为恶意评价的不在其中，见恶意评价占比。
--- */
select call__on is not null as hit, coalesce(number, "case") as label, coalesce(organ__body, organ, _organ) as organ, task__on as day, concat('document:', "case") as link, number, task__on as sent_on, call__on as called_on
from case_bad_rating
where task__outcome = 'sent' and (check__outcome = 'real' or second__outcome = 'real') and (call__on is not null or law_add_working_days(task__on, 18) < :as_of)
