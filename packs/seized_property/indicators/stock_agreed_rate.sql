/* ---
indicator: stock_agreed_rate
title: 账实相符率
grain: 每次已经结束的盘点一行
purpose: 衡量盘点的财物数量、库位、封签是否与台账一致。
logic: 盘点中与台账相符的件数之和，除以应当盘点的件数之和；账上有而没有盘到的不算相符，账外之物不计入分母。
source: [刑事诉讼法 第二百四十五条]
reads: [register_seized_items_counts]
leaves_out: [尚未结束的盘点, 账外之物]
columns:
  period: 盘点期间
  counted: 盘点件数
  agreed: 相符件数
kind: ratio
unit: 件
group_by: organ
better: up
target: {value: 1, policy: 应当账实相符}
--- */
select agreed as part_count, counted as whole_count, concat(period, ' 盘点') as label, coalesce(organ, _organ) as organ, ended_on as day, cast(null as varchar) as link,
    period, counted, agreed
from register_seized_items_counts
where kind = 'counted' and counted > 0
