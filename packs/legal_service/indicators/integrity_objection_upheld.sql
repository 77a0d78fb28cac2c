/* ---
indicator: integrity_objection_upheld
title: 诚信计分异议成立率
grain: 每件提出异议的计分一行
purpose: 衡量提出计分的准确程度。
logic: 期间内认定的、本人提出过异议的计分中，不予计分的比例。
reads: [case_integrity_fact]
leaves_out: [没有提出异议的, 尚未认定的]
columns:
  number: 案件编号
  decided_on: 认定日期
  outcome: 认定（代码）
kind: share
unit: 件
group_by: organ
better: none
--- */
select decide__outcome = 'dropped' as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, decide__on as day, concat('document:', "case") as link, number, decide__on as decided_on, decide__outcome as outcome
from case_integrity_fact
where object__outcome = 'objected' and decide__outcome is not null
