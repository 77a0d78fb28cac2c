/* ---
indicator: ward_month_points
title: 每人月均分
grain: 每人每月一行
purpose: 比较各监区考核尺度是否相差过大。
logic: 月考核得分之和除以人月数，按监区分列。
source: [监狱计分考核罪犯工作规定 第十条]
reads: [register_conduct_months]
leaves_out: [没有合计的]
columns:
  number: 编号
  ward: 监区
  total: 本月得分
kind: ratio
written_as: mean
unit: 分
group_by: ward
better: none
caveat: 各监区罪犯构成不同，差异只用于安排抽查。
--- */
select total as part_count, 1 as whole_count, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, month_end as day, cast(null as varchar) as link, number, ward, total
from register_conduct_months
where total is not null
