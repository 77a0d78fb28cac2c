/* ---
indicator: correction_rate_all
title: 行政复议纠错率（计入驳回、调解）
grain: 每件办结的复议案件一行
purpose: 与实体口径对照
logic: 纠错与调解的，除以全部办结的
source: [行政复议法 第六十二条]
reads: [register_reconsideration_results]
leaves_out: []
columns:
  respondent: 被申请人
  result: 结果
  decided_on: 决定日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 调解计为纠错是口径之一，应同时说明
--- */
select result in ('change', 'revoke', 'redo', 'unlawful', 'void', 'perform', 'mediated') as hit, cast(null as varchar) as link, number as label, organ, decided_on as day, respondent, result, decided_on
from register_reconsideration_results
