/* ---
indicator: tag_extended_share
title: 电子定位延长率
grain: 每份已经结束的电子定位决定一行
purpose: 衡量电子定位期满、解除后有多少由延长决定接续使用，看延长是否成为惯例。
logic: 对同一人另有决定自本决定使用期间或者止日次日起接续使用的，除以已经结束的决定。
source: [社区矫正法 第二十九条]
reads: [monitoring_orders]
leaves_out: [仍在使用的, 中间有空档以后另行决定的]
columns:
  order_no: 决定书号
  from_date: 使用起日
  to_date: 使用止日
kind: share
unit: 份
group_by: organ
better: none
caveat: 法律没有限制延长次数；比率高的核对每次延长的评估。
--- */
select exists (
        select 1 from monitoring_orders as n
        where n.id_number = o.id_number and n.order_no <> o.order_no and n.from_date > o.from_date and n.from_date <= law_add_days(o.to_date, 1)
    ) as hit, o.order_no as label, o._organ as organ, o.to_date as day, cast(null as varchar) as link, o.order_no, o.from_date, o.to_date
from monitoring_orders as o
where o.to_date <= :as_of
