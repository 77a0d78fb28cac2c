/* ---
indicator: stock_differences_count
title: 账实不符数
grain: 每次盘点发现的每项差异一行
purpose: 掌握盘点中账有物无、账外之物和库位、数量、封签不符的情形。
logic: 盘点发现的差异数。
source: [刑事诉讼法 第二百四十五条]
reads: [register_seized_items_counts]
leaves_out: [账实相符的]
columns:
  number: 财物编号
  kind: 差异
  period: 盘点期间
kind: count
unit: 项
group_by: organ
better: down
--- */
select true as hit, coalesce(number, entry, kind) as label, coalesce(organ, _organ) as organ, ended_on as day, cast(null as varchar) as link, number, kind, period
from register_seized_items_counts
where ended_on is not null and kind <> 'counted'
