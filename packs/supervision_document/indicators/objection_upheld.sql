/* ---
indicator: objection_upheld
title: 异议复查维持率
grain: 每份文书一行
purpose: 衡量监督文书的质量
logic: 期间内复查过异议的监督文书中，最近一次复查认为意见正确的比例
source: [人民检察院刑事诉讼规则 第五百五十四条]
reads: [case_supervision_document]
leaves_out: [没有提出异议的]
columns:
  number: 编号
  supervised: 被监督单位
  outcome: 复查结果（代码）
kind: share
unit: 份
group_by: organ
better: up
--- */
select review_objection__outcome in ('upheld', 'unfounded') as hit, concat('case:', "case") as link, coalesce(number, title) as label, organ,
    review_objection__on as day, number, organ__supervised as supervised, review_objection__outcome as outcome
from case_supervision_document
where review_objection__outcome is not null
