/* ---
indicator: cases_opened
title: 受理案件数
grain: 每件案件一行
purpose: 看期间内受理的案件，可按流程分列。
logic: 期间内受理的案件，按流程计数。
source: [人民检察院组织法 第二十一条]
reads: [cases]
columns:
  number: 案件编号
  procedure: 流程
  result: 结果
kind: count
unit: 件
group_by: procedure
better: none
--- */
select true as hit, coalesce(number, title) as label, coalesce(organ, _organ) as organ, opened_on as day, concat('document:', "case") as link,
    number, procedure, result
from cases
