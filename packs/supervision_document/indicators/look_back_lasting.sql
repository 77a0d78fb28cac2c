/* ---
indicator: look_back_lasting
title: 回头看整改到位率
grain: 每份文书一行
purpose: 衡量整改是否持久
logic: 期间内作过回头看的监督文书中，最近一次认定整改到位的比例
source: [人民检察院刑事诉讼规则 第六百二十四条]
reads: [case_supervision_document]
leaves_out: [没有回头看的]
columns:
  number: 编号
  supervised: 被监督单位
  outcome: 回头看结论（代码）
kind: share
unit: 份
group_by: organ
better: up
--- */
select look_back__outcome = 'lasting' as hit, concat('case:', "case") as link, coalesce(number, title) as label, organ, look_back__on as day,
    number, organ__supervised as supervised, look_back__outcome as outcome
from case_supervision_document
where look_back__outcome is not null
