/* ---
indicator: education_sessions_held
title: 集中教育场次
grain: 每场集中教育一行
purpose: 看社区矫正集中教育的开展。
logic: 期间内已经举办的集中教育。
source: [社区矫正法 第三十六条]
reads: [register_education_sessions]
columns:
  number: 编号
  theme: 主题
  attended: 参加人数
kind: count
unit: 场
group_by: theme
better: none
--- */
select true as hit, number as label, coalesce(organ, _organ) as organ, day, concat('entry:', entry) as link, number, theme, attended
from register_education_sessions
where state = 'held'
