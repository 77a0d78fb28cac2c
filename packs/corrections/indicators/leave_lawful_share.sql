/* ---
indicator: leave_lawful_share
title: 外出审批层级合法率
grain: 每份批准的外出审批一行
purpose: 衡量批准外出的层级是否符合规定。
logic: 批准层级不低于应当批准的层级的（七日以内司法所，三十日以内且两个月内合计三十日以内县级，其余上一级），除以批准的外出。
source: [社区矫正法 第二十七条, 社区矫正法实施办法 第二十七条]
reads: [leaves]
leaves_out: [不批准的]
columns:
  leave_no: 审批编号
  from_date: 外出起日
  to_date: 外出止日
  approver: 批准层级
  days: 本次日数
  days_two_months: 两个月内合计日数
kind: share
unit: 份
group_by: organ
better: up
caveat: 只看层级；证明材料是否齐全见各件案卷。逐件线索见外出审批超越权限。
--- */
with granted as (
    select _ref, _organ, id_number, leave_no, from_date, to_date, approver,
        date_diff('day', from_date, to_date) + 1 as days, law_months_after(to_date, -2) as window_opens_after
    from leaves
    where approver <> 'refused'
),
counted as (
    select g._ref, max(date_diff('day', greatest(e.from_date, law_add_days(g.window_opens_after, 1)), least(e.to_date, g.to_date)) + 1) as days
    from granted as g
    join granted as e on e.id_number = g.id_number and e.to_date > g.window_opens_after and e.from_date <= g.to_date
    where e._ref = g._ref or e.from_date < g.from_date or (e.from_date = g.from_date and e.leave_no < g.leave_no)
    group by g._ref, e.leave_no
),
summed as (
    select _ref, cast(sum(days) as bigint) as days_two_months
    from counted
    group by _ref
)
select case g.approver when 'office' then 1 when 'county' then 2 else 3 end >= law_leave_level(g.days, s.days_two_months) as hit, g.leave_no as label, g._organ as organ, g.from_date as day,
    cast(null as varchar) as link, g.leave_no, g.from_date, g.to_date, g.approver, g.days, s.days_two_months
from granted as g
join summed as s on s._ref = g._ref
