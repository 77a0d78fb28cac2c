/* ---
indicator: correction_rate
title: 行政复议纠错率
grain: 每件作出实体决定的复议案件一行
purpose: 衡量复议的纠错作用
logic: 变更、撤销、责令重作、确认违法、确认无效、责令履行的，除以维持与纠错之和
source: [行政复议法 第六十二条]
reads: [register_reconsideration_results]
leaves_out: [驳回、调解、终止的]
columns:
  respondent: 被申请人
  act: 行政行为
  result: 结果
  decided_on: 决定日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 驳回、调解、终止不在分母；应与计入调解和驳回的口径一并看
--- */
select result in ('change', 'revoke', 'redo', 'unlawful', 'void', 'perform') as hit, cast(null as varchar) as link, number as label, organ, decided_on as day, respondent, act, result, decided_on
from register_reconsideration_results
where result in ('change', 'revoke', 'redo', 'unlawful', 'void', 'perform', 'uphold')
