/* ---
indicator: review_repeated
title: 评查问题重复率
grain: 每件审定时写明评查项的评查一行
purpose: 衡量评查后同一承办人是否仍犯同样的问题。
logic: 期间内审定、写明了认定的评查项的评查中，同一单位同一承办人此前十二个月内审定的另一件案件认定过相同评查项的比例。
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
leaves_out: [没有写明认定的评查项的, 没有承办人的, 同一案件的其他评查, 十二个月以前的, 其他单位的]
columns:
  case_no: 案号
  handler: 承办人
  item_count: 认定的评查项数
  decided_on: 审定日期
kind: share
unit: 件
group_by: organ
better: down
caveat: 只比较写明评查项的案件；不得据此排名，也不得作为追责的唯一依据。
--- */
with known as (
    select entry, coalesce(organ, _organ) as place, case_no, handler, items, decided_on
    from register_review_results
    where len(items) > 0 and handler is not null and decided_on is not null
),
found as (
    select entry, place, case_no, handler, decided_on, unnest(items) as item from known
),
again as (
    select distinct one.entry
    from found as one
    join found as before on before.place = one.place and before.handler = one.handler and before.item = one.item and before.case_no <> one.case_no
    where before.decided_on < one.decided_on and before.decided_on >= law_months_after(one.decided_on, -12)
)
select again.entry is not null as hit, concat('entry:', known.entry) as link, known.case_no as label, known.place as organ, known.decided_on as day,
    known.case_no, known.handler, cast(len(known.items) as bigint) as item_count, known.decided_on
from known
left join again on again.entry = known.entry
