/* ---
indicator: oversight_hits_by_item
title: 监督项命中数（按监督项）
grain: 每项监督命中一行
purpose: 看哪些监督项反复出现，供类案分析和目录修订。
logic: 期间内发现的监督命中，按监督项编号分列；同一事实只计一个主项。
source: [人民检察院刑事诉讼规则 第五百六十七条]
reads: [register_oversight_hits]
leaves_out: [没有写明监督项的]
columns:
  case_no: 案号
  item: 监督项
  unit: 侦查单位
  found_on: 发现日
kind: count
unit: 项
group_by: item
better: none
caveat: 没有命中不等于没有问题。
--- */
select true as hit, concat('entry:', entry) as link, concat(case_no, ' ', item) as label, unit as organ, found_on as day, case_no, item, unit, found_on
from register_oversight_hits
where item is not null and found_on is not null
