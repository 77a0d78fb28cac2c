/* ---
indicator: commutation_edge_share
title: 踩点率
grain: 每件已经提请的减刑案件一行
purpose: 发现总是在时间条件刚满时提请的单位。
logic: 提请日期在时间条件届满后十五日以内的，除以有时间条件的提请。
source: [办理减刑假释案件具体应用法律的规定 第六条]
reads: [case_commutation]
leaves_out: [没有时间条件的]
columns:
  number: 案件编号
  filed_on: 提请日期
  earliest_on: 时间条件届满日
kind: share
unit: 件
group_by: organ
better: none
caveat: 踩点本身合法，十五日为政策默认，只用于比较和抽查。
--- */
select file__filed_on <= law_add_days(cast(value__earliest_on as date), 15) as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, file__filed_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, file__filed_on as filed_on, value__earliest_on as earliest_on
from case_commutation
where file__filed_on is not null and value__earliest_on is not null
