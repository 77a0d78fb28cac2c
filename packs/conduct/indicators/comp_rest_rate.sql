/* ---
indicator: comp_rest_rate
title: 补休率
grain: 每次已批准的加班一行
purpose: 衡量占用休息时间后补休是否落实
logic: 补休期限已过或者已经补休的加班中，已经补休的比例
source: [监狱法_2026 第一百零三条]
reads: [register_overtime]
leaves_out: [补休期限未到且没有补休的]
columns:
  number: 编号
  ward: 监区
  day: 加班日期
  rested_on: 补休日期
  due_on: 补休期限
kind: share
unit: 次
group_by: organ
better: up
caveat: 补休三十日为政策默认
--- */
select state = 'rested' as hit, cast(null as varchar) as link, number as label, organ, day, number, ward, rested_on, due_on
from register_overtime
where state = 'rested' or (state = 'approved' and due_on < :as_of)
