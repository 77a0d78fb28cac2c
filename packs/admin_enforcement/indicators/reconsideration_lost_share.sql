/* ---
indicator: reconsideration_lost_share
title: 复议后败诉率
grain: 每件已登记诉讼结果的复议决定一行
purpose: 看复议决定作出后当事人起诉的结果。
logic: 期间内决定、复议后起诉且已有诉讼结果的案件中，败诉的比例；没有起诉的不计。
source: [行政复议法 第六十二条]
reads: [register_reconsideration_results]
leaves_out: [没有起诉的, 没有登记诉讼结果的]
columns:
  number: 编号
  respondent: 被申请人
  result: 结果
  sued: 诉讼结果
kind: share
unit: 件
group_by: organ
better: down
--- */
select sued = 'lost' as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, decided_on as day, cast(null as varchar) as link, number, respondent, result, sued
from register_reconsideration_results
where sued in ('won', 'lost')
