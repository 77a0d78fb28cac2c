/* ---
indicator: able_refuses_count
title: 有能力未履行认定数
grain: 每件认定有能力而不履行的一行
purpose: 掌握认定有履行能力而不履行的数量。
logic: 履行能力认定为有能力不履行的件数。
source: [审查财产性判项执行问题的规定 第三条]
reads: [case_ability]
leaves_out: [没有认定的]
columns:
  number: 案件编号
  found_on: 认定日期
kind: count
unit: 件
group_by: organ
better: none
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, find__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, find__found_on as found_on
from case_ability
where find__outcome = 'able_refuses'
