/* ---
indicator: subsidy_twice_count
title: 重复领取数
grain: 每条重复发放的保障对象记录一行
purpose: 发现同一儿童在两处以上领取补贴。
logic: 同一儿童身份号码有两条以上发放中记录的，各记一条；按首月归期。
source: [未成年人保护法 第九十二条]
reads: [register_child_subsidies]
leaves_out: [没有登记身份号码的, 已经终止的]
columns:
  number: 编号
  first_month: 首月
kind: count
unit: 条
group_by: organ
better: down
--- */
with twice as (
    select child_id_number
    from register_child_subsidies
    where state = 'paying' and child_id_number is not null
    group by child_id_number
    having count(*) > 1
)
select true as hit, coalesce(r.number, r.entry) as label, coalesce(r.organ, r._organ) as organ, r.first_month as day, cast(null as varchar) as link, r.number, r.first_month
from register_child_subsidies as r
join twice as t on t.child_id_number = r.child_id_number
where r.state = 'paying'
