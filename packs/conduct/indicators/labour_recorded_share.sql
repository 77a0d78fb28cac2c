/* ---
indicator: labour_recorded_share
title: 劳动记录完整率
grain: 每监区每个已核对的周一行
purpose: 衡量各监区出收工记录是否逐日登记。
logic: 有记录的日数之和，除以核对的周数乘以七日，按监区分列。
source: [监狱法_2026 第一百零三条]
reads: [register_labour_weeks]
leaves_out: [没有核对的]
columns:
  ward: 监区
  monday: 周一
  recorded: 有记录日数
kind: ratio
unit: 日
group_by: ward
better: up
--- */
select recorded as part_count, 7 as whole_count, concat(ward, ' ', cast(monday as varchar)) as label, coalesce(organ, _organ) as organ, monday as day, cast(null as varchar) as link, ward, monday, recorded
from register_labour_weeks
where recorded is not null
