/* ---
indicator: sale_to_value_ratio
title: 拍卖溢价率
grain: 每件变卖拍卖的涉案财物一行
purpose: 发现明显低于估价处置的。
logic: 先行处置和按判项变卖拍卖的价款之和除以估价之和，低于百分之百的为折价。
source: [刑事诉讼法解释 第四百三十九条]
reads: [register_seized_items]
leaves_out: [没有估价的, 没有价款的]
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
where disposal = 'auctioned' and price is not null and value > 0
