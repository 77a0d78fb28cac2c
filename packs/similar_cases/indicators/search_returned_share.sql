/* ---
indicator: search_returned_share
title: 检索报告退回率
grain: 每份送审的检索报告一行
purpose: 看检索报告的完备程度。
logic: 期间内提交、送审并已审核的检索报告中，退回补充的比例。
source: [统一法律适用加强类案检索的指导意见 第七条]
reads: [case_steps]
leaves_out: [尚未审核的]
columns:
  number: 案件编号
  done_on: 审核日期
  outcome: 审核（代码）
kind: share
unit: 份
group_by: organ
better: down
--- */
select outcome = 'returned' as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, done_on as day, concat('document:', "case") as link, number, done_on, outcome
from case_steps
where procedure = 'similar_search' and step = 'check' and done_on is not null
