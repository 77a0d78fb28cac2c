/* ---
indicator: rest_day_kept_share
title: 休息日保障率
grain: 每个已经核对的监区周一行
purpose: 衡量每周至少一个休息日是否落实。
logic: 实际有一个以上休息日的，除以已经核对的监区周。
source: [监狱法_2026 第一百零三条]
reads: [register_labour_weeks]
leaves_out: [没有核对的, 记录不满四日的]
columns:
  ward: 监区
  monday: 周一
  rest_done: 实际休息日
kind: share
unit: 周
group_by: organ
better: up
caveat: 按监区周计算，个人的出收工以登记为准。
--- */
select coalesce(rest_done, 0) >= 1 as hit, ward as label, coalesce(organ, _organ) as organ, monday as day, cast(null as varchar) as link, ward, monday, rest_done
from register_labour_weeks
where state in ('clean', 'found') and recorded >= 4
