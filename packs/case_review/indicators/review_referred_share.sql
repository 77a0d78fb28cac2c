/* ---
indicator: review_referred_share
title: 不合格案件移送率
grain: 每件审定为不合格的评查一行
purpose: 衡量不合格案件是否移送检务督察研究。
logic: 期间内审定为不合格、五个工作日已过或者已经移送的案件中，已经移送的比例。
source: [人民检察院司法责任追究条例 第十二条]
reads: [register_review_results]
leaves_out: [五个工作日未满且没有移送的]
columns:
  case_no: 案号
  decided_on: 审定日期
  referred_on: 移送日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 五个工作日为政策默认；移送研究不等于追究责任。
--- */
select referred_on is not null as hit, cast(null as varchar) as link, case_no as label, organ, decided_on as day, case_no, decided_on, referred_on
from register_review_results
where grade = 'unqualified' and (referred_on is not null or law_add_working_days(decided_on, 5) < :as_of)
