/* ---
indicator: oversight_pairs_repeated
title: 同一单位同一监督项重复率
grain: 每项监督命中一行
purpose: 看提出过的问题是否又在同一单位发生。
logic: 期间内发现的监督命中中，同一侦查单位同一监督项此前十二个月内在另一案件命中过的比例。
source: [人民检察院刑事诉讼规则 第五百六十七条]
reads: [register_oversight_hits]
leaves_out: [没有写明单位、监督项或者案号的, 同一案件的其他登记, 十二个月以前的]
columns:
  case_no: 案号
  item: 监督项
  unit: 侦查单位
  found_on: 发现日
kind: share
unit: 项
group_by: organ
better: down
caveat: 不得排名。
--- */
with known as (
    select entry, case_no, item, unit, found_on
    from register_oversight_hits
    where unit is not null and item is not null and case_no is not null and found_on is not null
),
again as (
    select distinct one.entry
    from known as one
    join known as before on before.unit = one.unit and before.item = one.item and before.case_no <> one.case_no
    where before.found_on < one.found_on and before.found_on >= law_months_after(one.found_on, -12)
)
select again.entry is not null as hit, concat('entry:', known.entry) as link, concat(known.case_no, ' ', known.item) as label, known.unit as organ,
    known.found_on as day, known.case_no, known.item, known.unit, known.found_on
from known
left join again on again.entry = known.entry
