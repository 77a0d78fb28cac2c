/* ---
indicator: study_day_kept_share
title: 教育日落实率
grain: 每个已经核对的监区周一行
purpose: 衡量每周至少一个教育日是否落实。
logic: 实际有一个以上教育日的，除以已经核对的监区周。
source: [监狱法_2026 第一百零三条]
reads: [register_labour_weeks]
leaves_out: [没有核对的, 记录不满四日的]
columns:
  ward: 监区
  monday: 周一
  study_done: 实际教育日
kind: share
unit: 周
group_by: organ
better: up
caveat: 按监区周计算，个人的出收工以登记为准。
--- */
select coalesce(study_done, 0) >= 1 as hit, ward as label, coalesce(organ, _organ) as organ, monday as day, cast(null as varchar) as link, ward, monday, study_done
from register_labour_weeks
where state in ('clean', 'found') and recorded >= 4
