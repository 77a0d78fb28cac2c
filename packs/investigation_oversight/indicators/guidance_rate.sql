/* ---
indicator: guidance_rate
title: 引导取证率
grain: 每件登记介入的案件一行
purpose: 衡量介入侦查的案件中实际提出取证提纲的比例。
logic: 已经发出取证提纲（有取证期限）的，除以登记介入的案件；按介入日归期。
source: [人民检察院刑事诉讼规则 第二百五十六条]
reads: [register_guidances]
leaves_out: []
columns:
  case_no: 案号
  intervened_on: 介入日
  due: 取证期限
kind: share
unit: 件
group_by: organ
better: up
--- */
select due is not null as hit, cast(null as varchar) as link, case_no as label, coalesce(organ, _organ) as organ, intervened_on as day, case_no, intervened_on, due
from register_guidances
where intervened_on is not null
