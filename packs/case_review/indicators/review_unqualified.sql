/* ---
indicator: review_unqualified
title: 评查不合格率
grain: 每件已审定的评查一行
purpose: 衡量案件质量
logic: 期间内审定的评查案件中，等次为不合格的比例
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
columns:
  case_no: 案号
  kind: 种类
  score: 得分
  grade: 等次
  decided_on: 审定日期
kind: share
unit: 件
group_by: organ
better: down
caveat: 重点评查与随机抽取的案件不能直接比较
--- */
select grade = 'unqualified' as hit, cast(null as varchar) as link, case_no as label, organ, decided_on as day, case_no, kind, score, grade, decided_on
from register_review_results
