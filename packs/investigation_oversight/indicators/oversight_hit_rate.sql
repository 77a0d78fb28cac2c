/* ---
indicator: oversight_hit_rate
title: 侦查监督命中率
grain: 每件已经逐项评查的案件一行，每项由评查产生的监督命中一行
purpose: 衡量平均每件评查案件发现并处理的监督项数。
logic: 期间内发现的监督命中项数除以期间内开展、已经完成逐项评查的案件数；可以大于一。
source: [人民检察院刑事诉讼规则 第五百五十一条, 人民检察院刑事诉讼规则 第五百六十七条]
reads: [case_item_check, register_oversight_hits]
leaves_out: [没有完成逐项评查的案件]
columns:
  case_no: 案号
  item: 监督项，评查案件为空
  on_day: 建案日或者发现日
kind: ratio
unit: 件
written_as: times
group_by: organ
better: none
caveat: 分子为命中项数，分母为评查件数，不是百分比；不得凑数。
--- */
select cast(0 as bigint) as part_count, cast(1 as bigint) as whole_count, concat('document:', "case") as link, coalesce(opening__case_no, number, "case") as label,
    coalesce(organ__procuratorate, organ, _organ) as organ, opened_on as day, opening__case_no as case_no, cast(null as varchar) as item, opened_on as on_day
from case_item_check
where verify__due_on is not null or (ended_on is not null and coalesce(result, '') <> 'withdrawn')
union all
select cast(1 as bigint), cast(0 as bigint), concat('entry:', entry), concat(case_no, ' ', item), coalesce(organ, _organ), found_on, case_no, item, found_on
from register_oversight_hits
where found_on is not null
