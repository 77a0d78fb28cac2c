/* ---
indicator: check_hits_by_cause
title: 排除原因构成
grain: 每条已排除的比中一行
purpose: 按排除原因分列比中，便于与数据源核对。
logic: 登记为已排除的条数。
source: [社区矫正法 第二十六条]
reads: [register_check_hits]
leaves_out: [没有排除的]
columns:
  evidence_no: 记录号
  cause_zh: 排除原因
kind: count
unit: 条
group_by: cause_zh
better: none
--- */
select true as hit, evidence_no as label, coalesce(organ, _organ) as organ, entered_on as day, cast(null as varchar) as link, evidence_no,
    case cause when 'outside_term' then '不在矫正期' when 'refunded' then '已退票' when 'same_region' then '同一地域' when 'leave_covers' then '请假覆盖' when 'permit_covers' then '经常性许可覆盖'
        when 'relocated' then '已变更执行地' when 'on_way_home' then '返程' when 'escorted' then '押解' when 'held' then '被羁押' when 'not_self' then '非本人' when 'duplicate' then '重复' else '通勤' end as cause_zh
from register_check_hits
where state = 'set_aside' and cause is not null
