/* ---
indicator: drill_first_act_minutes
title: 演练首个动作平均用时
grain: 每次演练一行
purpose: 衡量值班反应：演练中首个动作的平均分钟数。
logic: 首个动作用时之和除以次数。
source: [突发事件应对法 第二十六条]
reads: [register_emergency_drills]
leaves_out: [没有]
columns:
  scenario: 场景代码
  held_on: 日期
  part_count: 分钟
  whole_count: 次
kind: ratio
written_as: mean
unit: 分钟
group_by: organ
better: down
--- */
select cast(first_act_minutes as bigint) as part_count, cast(1 as bigint) as whole_count, cast(held_at as varchar) as label, coalesce(organ, _organ) as organ, cast(held_at as date) as day,
    cast(null as varchar) as link, scenario, cast(held_at as date) as held_on
from register_emergency_drills
