/* ---
indicator: oversight_hits_by_unit
title: 监督项命中数（按侦查单位）
grain: 每项监督命中一行
purpose: 看哪些侦查单位的问题多，供联席会议和类案通报；不评价个人。
logic: 期间内发现的监督命中，按侦查单位分列；同一事实只计一个主项。
source: [人民检察院刑事诉讼规则 第五百六十七条]
reads: [register_oversight_hits]
leaves_out: [没有写明侦查单位的]
columns:
  case_no: 案号
  item: 监督项
  unit: 侦查单位
  found_on: 发现日
kind: count
unit: 项
group_by: organ
better: none
caveat: 件数多少受办案量影响，不得排名；不显示人员姓名。
--- */
select true as hit, concat('entry:', entry) as link, concat(case_no, ' ', item) as label, unit as organ, found_on as day, case_no, item, unit, found_on
from register_oversight_hits
where unit is not null and found_on is not null
