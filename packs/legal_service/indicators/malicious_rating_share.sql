/* ---
indicator: malicious_rating_share
title: 恶意评价占比
grain: 每件派单的差评一行
purpose: 看有多少差评被认定为恶意或者与服务无关。
logic: 期间内派单、已经核实的差评中，经第二人确认为恶意评价的比例。
reads: [case_bad_rating]
leaves_out: [尚未核实的, 第二人尚未复核的]
columns:
  number: 案件编号
  sent_on: 派单日期
  checked: 核实结果（代码）
  second: 复核结果（代码）
kind: share
unit: 件
group_by: organ
better: none
caveat: 比例偏高的应当抽查是否把真实差评作恶意处理。
--- */
select second__outcome = 'confirmed' as hit, coalesce(number, "case") as label, coalesce(organ__body, organ, _organ) as organ, task__on as day, concat('document:', "case") as link, number, task__on as sent_on, check__outcome as checked, second__outcome as second
from case_bad_rating
where task__outcome = 'sent' and (check__outcome = 'real' or second__outcome is not null)
