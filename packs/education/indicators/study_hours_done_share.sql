/* ---
indicator: study_hours_done_share
title: 学时完成率
grain: 每人每月评定一行
purpose: 衡量已完成学时占应完成学时的比例（免除的已扣除）。
logic: 已完成学时之和（不超过应完成）除以应完成学时之和。
source: [社区矫正法 第三十六条]
reads: [register_education_months]
leaves_out: [没有应完成学时的]
columns:
  subject_name: 姓名
  month_end: 月份
  part_count: 已完成（十分之一学时）
  whole_count: 应完成（十分之一学时）
kind: ratio
unit: 学时
group_by: organ
better: up
--- */
select cast(10 * case when done_hours > due_hours then due_hours else done_hours end as bigint) as part_count, cast(10 * due_hours as bigint) as whole_count, subject_name as label,
    coalesce(organ, _organ) as organ, month_end as day, cast(null as varchar) as link, subject_name, month_end
from register_education_months
where due_hours > 0
