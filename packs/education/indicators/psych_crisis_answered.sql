/* ---
indicator: psych_crisis_answered
title: 心理危机二小时联系率
grain: 每次心理危机一行
purpose: 衡量发现心理危机后是否当即联系到本人
logic: 已登记的心理危机中，发现后二小时内联系到本人的比例
source: [社区矫正法 第四十条]
reads: [register_psych_tests]
leaves_out: [没有发现危机的]
columns:
  number: 编号
  taken_on: 测验日期
  crisis_at: 发现时刻
  contacted_at: 联系时刻
kind: share
unit: 次
group_by: organ
better: up
caveat: 二小时为政策默认；不显示姓名
--- */
select contacted_at is not null and epoch(contacted_at) - epoch(crisis_at) <= 7200 as hit, cast(null as varchar) as link, number as label, organ, cast(crisis_at as date) as day, number, crisis_at, contacted_at, taken_on
from register_psych_tests
where crisis_at is not null
