/* ---
indicator: tag_days_mean
title: 电子定位平均使用日数
grain: 每份已经结束的电子定位决定一行
purpose: 衡量电子定位从使用到解除、期满的平均日数，看不再需要时是否及时解除。
logic: 使用起日至解除日期（没有解除日期的至止日）的日数之和，首尾两日均计入，除以份数。
source: [社区矫正法 第二十九条]
reads: [monitoring_orders]
leaves_out: [仍在使用的]
columns:
  order_no: 决定书号
  from_date: 使用起日
  ended_on: 结束日期
  part_count: 日数
  whole_count: 份
kind: ratio
written_as: mean
unit: 日
group_by: organ
better: none
--- */
with used as (
    select *, case when removed_on is not null and removed_on < to_date then removed_on else to_date end as ended_on
    from monitoring_orders
)
select cast(date_diff('day', from_date, ended_on) + 1 as bigint) as part_count, cast(1 as bigint) as whole_count, order_no as label, _organ as organ, ended_on as day, cast(null as varchar) as link, order_no, from_date, ended_on
from used
where ended_on <= :as_of and ended_on >= from_date
