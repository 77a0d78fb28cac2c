/* ---
model: monitoring_unlawful
title: 违法使用电子定位装置
grain: 每份电子定位决定的一种情形一行
purpose: 发现没有法定情形、越权批准、超过期限或者到期不解除的电子定位。
logic: >
  没有法定情形；批准人不是县级司法行政部门负责人；止日晚于起日后三个月；或者核查日已过止日而没有解除日期，也没有在止日次日以前开始的后续决定。
source: [社区矫正法 第二十九条]
reads: [monitoring_orders]
leaves_out: [恰好三个月的, 到期次日起由新的决定接续的, 止日即为核查日的]
occurrence: [order_no, reason]
columns:
  name: 姓名
  order_no: 决定书号
  reason: 情形
  reason_zh: 情形（中文）
  from_date: 起日
  to_date: 止日
spoken:
  reason: {no_ground: 无法定情形, wrong_approver: 越权批准, too_long: 超过三个月, not_removed: 到期未解除}
level: high
summary: "{name}（{subject}）的电子定位决定{order_no}（{from_date}至{to_date}）{reason_zh}。"
answers: 电子定位决定的送数机关：应当解除或者补正
clears: 适用情形或者批准人录入有误；后续决定或者解除日期未报送
--- */
with found as (
    select _ref, 'no_ground' as reason, '没有法定情形' as reason_zh
    from monitoring_orders
    where ground = 'none'
    union all
    select _ref, 'wrong_approver', '不是县级司法行政部门负责人批准'
    from monitoring_orders
    where approver <> 'county_head'
    union all
    select _ref, 'too_long', '期限超过三个月'
    from monitoring_orders
    where to_date > law_monitoring_latest_end(from_date)
    union all
    select o._ref, 'not_removed', '到期没有解除'
    from monitoring_orders as o
    where o.to_date < :as_of and o.removed_on is null and not exists (
        select 1 from monitoring_orders as n
        where n.id_number = o.id_number and n.order_no <> o.order_no
            and n.from_date > o.from_date and n.from_date <= law_add_days(o.to_date, 1)
    )
)
select o.id_number as subject, concat_ws('|', o.order_no, f.reason) as occurrence, o._organ as organ,
    o.name, o.order_no, f.reason, f.reason_zh, o.from_date, o.to_date, o._ref as evidence
from found as f
join monitoring_orders as o on o._ref = f._ref
