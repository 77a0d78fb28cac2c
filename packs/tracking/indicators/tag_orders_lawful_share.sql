/* ---
indicator: tag_orders_lawful_share
title: 电子定位决定合法率
grain: 每份电子定位决定一行
purpose: 衡量电子定位是否有法定情形、由县级司法行政部门负责人批准、不超过三个月、到期解除。
logic: 四项都符合的，除以全部决定。
source: [社区矫正法 第二十九条]
reads: [monitoring_orders]
leaves_out: []
columns:
  order_no: 决定书号
  ground: 情形
  approver: 批准人
  from_date: 使用起日
  to_date: 使用止日
  removed_on: 解除日期，没有的为空
kind: share
unit: 份
group_by: organ
better: up
caveat: 到期次日起由新的决定接续的，视为到期没有遗留。逐件线索见违法使用电子定位装置。
--- */
select o.ground <> 'none' and o.approver = 'county_head' and o.to_date <= law_monitoring_latest_end(o.from_date) and (
        o.to_date >= :as_of or o.removed_on is not null or exists (
            select 1 from monitoring_orders as n
            where n.id_number = o.id_number and n.order_no <> o.order_no and n.from_date > o.from_date and n.from_date <= law_add_days(o.to_date, 1)
        )
    ) as hit, o.order_no as label, o._organ as organ, o.from_date as day, cast(null as varchar) as link, o.order_no, o.ground, o.approver, o.from_date, o.to_date, o.removed_on
from monitoring_orders as o
