/* ---
model: tag_after_end
title: 社区矫正结束后仍使用电子定位
grain: 每份电子定位决定一行
purpose: 发现解除、终止社区矫正以后没有解除电子定位装置的。
logic: >
  决定的起日以后，本人在册的社区矫正均已解除或者终止，最后一件的日期早于核查日，而定位决定没有解除日期且止日晚于结束之日，或者解除日期晚于结束之日；同一决定列一行。
source: [社区矫正法 第二十九条, 社区矫正法 第四十四条, 社区矫正法 第四十五条]
reads: [monitoring_orders, corrections_cases, case_tag]
leaves_out: [当日解除的, 结束当日尚在核查日的, 仍有一件社区矫正没有结束的, 决定在结束以后才开始的（由前件以外的新案引起）, 平台上定位案件已办结的, 止日不晚于结束之日的]
occurrence: [order_no]
columns:
  name: 姓名
  order_no: 决定书号
  to_date: 决定止日
  removed_on: 解除日期，未解除为空
  over_on: 社区矫正结束日期
  days_over: 结束后继续使用的日数
level: high
summary: "{name}（{subject}）社区矫正于{over_on}结束，电子定位决定{order_no}（至{to_date}）在此后仍未解除，已{days_over}日。"
answers: 作出决定的县级司法行政部门和社区矫正机构：应当立即解除并取回装置
clears: 解除日期未报送；同日另有新案交付执行
demand: 立即解除电子定位装置，停止采集位置，并说明结束后采集的位置如何处理。
--- */
with over_all as (
    select id_number, max(released_on) as over_on, max(_ref) as case_ref
    from corrections_cases
    group by id_number
    having count(*) = count(released_on)
)
select o.id_number as subject, o.order_no as occurrence, o._organ as organ, o.name, o.order_no, o.to_date, o.removed_on, e.over_on,
    date_diff('day', e.over_on, least(coalesce(o.removed_on, :as_of), o.to_date, :as_of)) as days_over, o._ref as evidence, e.case_ref as evidence_case
from monitoring_orders as o
join over_all as e on e.id_number = o.id_number
where e.over_on >= o.from_date and e.over_on < :as_of and o.to_date > e.over_on and coalesce(o.removed_on, :as_of) > e.over_on
    and not exists (
        select 1 from case_tag as t
        where t.subject = o.id_number and t.approve__order_no = o.order_no and t.ended_on is not null and t.ended_on <= e.over_on
    )
