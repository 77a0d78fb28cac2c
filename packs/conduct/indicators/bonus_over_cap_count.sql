/* ---
indicator: bonus_over_cap_count
title: 加分超限数
grain: 每人每月一行
purpose: 掌握加分超出封顶的月份，发现加分总量失控的监区。
logic: 任一部分加分超出封顶的月份数，按监区分列。
source: [监狱计分考核罪犯工作规定 第十条]
reads: [register_conduct_months]
leaves_out: [没有超出封顶的]
columns:
  number: 编号
  ward: 监区
  month_end: 月份末日
kind: count
unit: 人月
group_by: ward
better: down
--- */
select true as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, month_end as day, cast(null as varchar) as link, number, ward, month_end
from register_conduct_months
where coalesce(supervision_lost, 0) + coalesce(education_lost, 0) + coalesce(labour_lost, 0) > 0
