/* ---
indicator: tag_orders_by_ground
title: 电子定位决定数（按情形）
grain: 每份电子定位决定一行
purpose: 统计期间内开始使用的电子定位决定，按法定情形分列。
logic: 使用起日在期间内的决定份数。
source: [社区矫正法 第二十九条]
reads: [monitoring_orders]
leaves_out: [没有]
columns:
  order_no: 决定书号
  from_date: 使用起日
  to_date: 使用止日
  ground_zh: 情形
kind: count
unit: 份
group_by: ground_zh
better: none
--- */
select true as hit, order_no as label, _organ as organ, from_date as day, cast(null as varchar) as link, order_no, from_date, to_date,
    case ground when 'prohibition_breach' then '违反禁止令' when 'absence' then '未经批准离开' when 'no_report' then '拒不报告被警告' when 'public_order' then '治安处罚' when 'revocation_pending' then '拟提请撤销、收监' else '没有注明' end as ground_zh
from monitoring_orders
