/* ---
indicator: sale_to_value_ratio
title: 变卖价款与估价之比
grain: 每件先行处置的涉案财物一行
purpose: 发现明显低于估价处置的。
logic: 先行处置的价款之和除以估价之和。
source: [刑事诉讼法解释 第四百三十九条]
reads: [register_seized_items]
leaves_out: [没有估价的]
columns:
  number: 编号
  name: 名称
  price: 价款
  value: 估价
kind: ratio
unit: 元
group_by: organ
better: up
--- */
select price as part_count, value as whole_count, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, disposed_on as day, cast(null as varchar) as link, number, name, price, value
from register_seized_items
where state = 'sold' and price is not null and value > 0
