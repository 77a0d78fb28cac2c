/* ---
indicator: {{name}}
title: 监督项命中数（按{{parted}}）
grain: 每项监督命中一行
purpose: {{purpose}}
logic: 期间内发现的监督命中，按{{parted}}分列；同一事实只计一个主项。
source: [人民检察院刑事诉讼规则 第五百六十七条]
reads: [register_oversight_hits]
leaves_out: [没有写明{{parted}}的]
columns:
  case_no: 案号
  item: 监督项
  unit: 侦查单位
  found_on: 发现日
kind: count
unit: 项
group_by: {{group}}
better: none
caveat: {{caveat}}
--- */
select true as hit, concat('entry:', entry) as link, concat(case_no, ' ', item) as label, unit as organ, found_on as day, case_no, item, unit, found_on
from register_oversight_hits
where {{column}} is not null and found_on is not null
