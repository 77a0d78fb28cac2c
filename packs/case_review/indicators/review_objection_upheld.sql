/* ---
indicator: review_objection_upheld
title: 评查异议成立率
grain: 每件提出异议的评查一行
purpose: 衡量初评意见的准确程度
logic: 期间内审定、承办人提出过异议的评查案件中，复评后变更的比例
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
leaves_out: [没有提出异议的]
columns:
  case_no: 案号
  grade: 等次
  changed: 变更
  decided_on: 审定日期
kind: share
unit: 件
group_by: organ
better: none
--- */
select coalesce(changed, false) as hit, cast(null as varchar) as link, case_no as label, organ, decided_on as day, case_no, grade, changed, decided_on
from register_review_results
where objected
