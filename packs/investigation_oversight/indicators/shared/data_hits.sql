/* ---
indicator: {{name}}
title: {{title}}
grain: 每条已确认的数据命中一行
purpose: {{purpose}}
logic: {{of}}已经确认成立或者不成立的命中中，成立的比例；无法判断和待确认的不计入分母。
source: [人民检察院刑事诉讼规则 第五百五十一条]
reads: [register_data_hits]
leaves_out: [待确认的, 无法判断的]
columns:
  case_no: 案号
  item: 监督项
  rule: 数据规则
  hit_on: 命中日期
kind: share
unit: 条
group_by: {{group}}
better: up
--- */
select state = 'confirmed' as hit, concat('entry:', entry) as link, case_no as label, organ, hit_on as day, case_no, item, rule, hit_on
from register_data_hits
where state in ('confirmed', 'rejected')
