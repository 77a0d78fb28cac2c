/* ---
model: zero_report_gap
title: 过问月报告漏报、少报和集中代签
grain: 每人每个漏报、少报月份一行，每个部门每月集中签署一行
purpose: 发现前后月份都有报告而中间漏报、应报名单内逾期未报、报告的件数少于本人当月的记录，以及多人在同一分钟签署零报告的情形。
logic: >
  同一人前一次与后一次月报告之间相隔的月份没有任何报告、也没有负责人说明的；
  列入应报名单后，次月规定工作日已过仍未申报、未作零报告、未由负责人说明的；
  已经申报、作零报告的，报告的件数少于同一机关本人当月记录的过问条数的；
  同一机关同一部门同一月份，规定人数以上的不同人员在同一分钟签署零报告的。
source: [禁止法官检察官与律师不正当接触交往的意见_2021 第九条]
reads: [register_month_reports, register_interventions]
leaves_out: [首次报告以前和最近一次报告以后的月份, 负责人代为说明的月份, 应报期限以内的, 其他月份、其他机关记录的, 签署时间相差一分钟以上的, 人数不足的]
parameters:
  report_workdays: {default: 5, unit: 个工作日, mark: policy, note: 次月第几个工作日汇总完毕}
  together: {default: 5, unit: 人, mark: policy, note: 同一分钟签署零报告达到多少人提示}
occurrence: [section, who, month]
columns:
  section: 部门
  who: 人员（集中签署的写“多人”）
  month: 月份
  finding: 问题（代码）
  finding_zh: 问题
  people: 人数
level: low
summary: "{organ}{section}{who}{month}：{finding_zh}（{people}人）。"
answers: 该机关的督察部门：应当补报或者核对是否本人签署
clears: 调离、休假、新到任而没有说明；会议现场统一签署；不再承担办案职责
caveat: 只提示核对，过问记录只按记录人和月份计数，不读取内容；集中签署不等于代签。
--- */
with reported as (
    select coalesce(organ, _organ) as organ, coalesce(section, '未写部门') as section, person, month_end, state, zero, signed_at, coalesce(n, 0) as n, _ref
    from register_month_reports
    where month_end <= :as_of
),
following as (
    select *, lead(month_end) over (partition by organ, person order by month_end) as next_end
    from (select organ, min(section) as section, person, month_end, min(_ref) as _ref from reported group by organ, person, month_end) as once
),
own as (
    select coalesce(organ, _organ) as organ, recorded_by as person, strftime(recorded_at, '%Y-%m') as month, cast(count(*) as bigint) as records
    from register_interventions
    where recorded_by is not null and recorded_at is not null
    group by 1, 2, 3
),
found as (
    select organ, section, person as who, strftime(law_months_after(month_end, 1), '%Y-%m') as month, 'gap' as finding,
        '前后月份都有报告，中间月份没有报告也没有说明' as finding_zh, cast(1 as bigint) as people, _ref as evidence
    from following
    where next_end is not null and date_diff('day', month_end, next_end) > 31
    union all
    select organ, section, person, strftime(month_end, '%Y-%m'), 'not_reported', '应报期限已过没有报告', cast(1 as bigint), _ref
    from reported
    where state in ('due', 'urged') and law_add_working_days(month_end, :report_workdays) < :as_of
    union all
    select r.organ, r.section, r.person, o.month, 'fewer',
        concat('报告', cast(r.n as varchar), '件，少于本人当月记录的', cast(o.records as varchar), '件'), cast(1 as bigint), r._ref
    from reported as r
    join own as o on o.organ = r.organ and o.person = r.person and o.month = strftime(r.month_end, '%Y-%m')
    where r.state in ('declared', 'zero', 'signed', 'received') and r.n < o.records
    union all
    select organ, section, '多人', strftime(month_end, '%Y-%m'), 'together', '多人在同一分钟签署零报告', cast(count(distinct person) as bigint), min(_ref)
    from reported
    where coalesce(zero, false) and signed_at is not null
    group by organ, section, month_end, strftime(signed_at, '%Y-%m-%d %H:%M')
    having count(distinct person) >= :together
)
select case when finding = 'together' then concat(organ, section) else who end as subject, concat_ws('|', section, who, month, finding) as occurrence, organ,
    section, who, month, finding, finding_zh, people, evidence
from found
