/* ---
indicator: measure_changed_share
title: 变更强制措施率
grain: 每件已经处理的羁押一行（最近一次处理）
purpose: 了解羁押期限内释放或者变更强制措施的比例。
logic: 释放或者变更强制措施的，除以已经处理的。
source: [刑事诉讼法 第九十八条]
reads: [case_custody]
leaves_out: [没有处理的]
columns:
  number: 案件编号
  outcome: 处理
kind: share
unit: 件
group_by: organ
better: none
caveat: 变更与否取决于案件情况，不作高低评价。
--- */
select answer__outcome = 'released' as hit, coalesce(number, "case") as label, coalesce(organ__house, organ, _organ) as organ, answer__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, answer__outcome as outcome
from case_custody
where answer__outcome is not null
