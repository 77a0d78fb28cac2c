/* ---
indicator: tag_lifted_early_share
title: 电子定位提前解除率
grain: 每份已经结束的电子定位决定一行
purpose: 衡量不再需要时是否在期满以前及时解除。
logic: 解除日期早于止日的，除以已经结束的。
source: [社区矫正法 第二十九条]
reads: [monitoring_orders]
leaves_out: [仍在使用的]
columns:
  order_no: 决定书号
  to_date: 使用止日
  removed_on: 解除日期，没有的为空
kind: share
unit: 份
group_by: organ
better: none
--- */
select removed_on is not null and removed_on < to_date as hit, order_no as label, _organ as organ, coalesce(removed_on, to_date) as day, cast(null as varchar) as link, order_no, to_date, removed_on
from monitoring_orders
where coalesce(removed_on, to_date) <= :as_of
