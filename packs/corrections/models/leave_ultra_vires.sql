/* ---
model: leave_ultra_vires
title: 外出审批超越权限
grain: 每份批准的外出审批一行
purpose: 发现由无权层级批准的外出。
logic: >
  按外出日数（起止两日均计入）和截至外出止日的两个月内获准外出日数之和确定应当批准的层级：七日以内司法所，三十日以内且两个月内合计三十日以内县级，
  其余市级；实际批准层级低于应当批准的层级即为线索。合计包括本次和此前获准的外出落在该两个月内的日数。
source: [社区矫正法 第二十七条, 社区矫正法实施办法 第二十七条]
reads: [leaves]
leaves_out: [不批准的, 恰好七日的司法所审批, 合计恰好三十日的]
occurrence: [leave_no]
columns:
  name: 姓名
  leave_no: 审批编号
  from_date: 外出起日
  to_date: 外出止日
  approver: 实际批准层级
  required: 应当批准的层级
  days: 本次日数
  days_two_months: 两个月内合计日数
spoken:
  required: leaves.approver
level: medium
summary: "{name}（{subject}）外出{days}日（两个月内合计{days_two_months}日），审批{leave_no}的批准层级{approver}低于应有的{required}。"
answers: 外出审批的送数机关：应当说明并纠正
clears: 起止日期变更未登记；实际提前销假；上级批准文书另行存档
--- */
with granted as (
    select _ref, _organ, id_number, name, leave_no, from_date, to_date, approver,
        date_diff('day', from_date, to_date) + 1 as days, law_months_after(to_date, -2) as window_opens_after
    from leaves
    where approver <> 'refused'
),
counted as (
    select g._ref, min(e._ref) as earlier_ref,
        max(date_diff('day', greatest(e.from_date, law_add_days(g.window_opens_after, 1)), least(e.to_date, g.to_date)) + 1) as days
    from granted as g
    join granted as e on e.id_number = g.id_number and e.to_date > g.window_opens_after and e.from_date <= g.to_date
    where e._ref = g._ref or e.from_date < g.from_date or (e.from_date = g.from_date and e.leave_no < g.leave_no)
    group by g._ref, e.leave_no
),
summed as (
    select _ref, cast(sum(days) as bigint) as days_two_months
    from counted
    group by _ref
),
ranked as (
    select g.*, s.days_two_months,
        law_leave_level(g.days, s.days_two_months) as level_due,
        case g.approver when 'office' then 1 when 'county' then 2 else 3 end as level_given
    from granted as g
    join summed as s on s._ref = g._ref
)
select r.id_number as subject, r.leave_no as occurrence, r._organ as organ,
    r.name, r.leave_no, r.from_date, r.to_date, r.approver,
    case r.level_due when 1 then 'office' when 2 then 'county' else 'city' end as required, r.days, r.days_two_months,
    r._ref as evidence, c.earlier_ref as evidence_earlier
from ranked as r
join counted as c on c._ref = r._ref
where r.level_given < r.level_due
