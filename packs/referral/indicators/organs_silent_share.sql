/* ---
indicator: organs_silent_share
title: 静默机关比例
grain: 每个有行政处罚权的机关一行
purpose: 看有多少机关九十日没有录入案件；没有录入本身就是需要核实的情况
logic: 有行政处罚权的机关中，最近一次录入距核查日超过九十日的和从来没有录入的，除以全部这类机关
source: [行政执法机关移送涉嫌犯罪案件的规定 第十四条]
reads: [admin_cases, organs]
leaves_out: [不是行政执法机关的]
columns:
  last_entry_on: 最近一次录入，从未录入为空
kind: share
unit: 个
group_by: organ
better: down
caveat: 九十日为政策默认；以核查日为准，不区分期间
--- */
with entered as (
    select _organ as organ, max(entered_on) as last_entry_on
    from admin_cases
    where entered_on <= :as_of
    group by 1
)
select coalesce(date_diff('day', e.last_entry_on, :as_of) > 90, true) as hit, cast(null as varchar) as link, o.name as label, o.name as organ, :as_of as day,
    e.last_entry_on
from organs as o
left join entered as e on e.organ = o.name
where o.kind = 'administration'
