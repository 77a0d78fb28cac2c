/* ---
model: zero_report_long
title: 部门长期零报告
grain: 每个部门每段连续零报告一行
purpose: 发现连续多个月全部作零报告的部门，提示核对当面过问、电话、来访记录。
logic: >
  同一机关同一部门最近一个已报月份起，连续规定月数每个月的报告都是零报告、没有申报和负责人代为说明的。
source: [禁止法官检察官与律师不正当接触交往的意见_2021 第九条]
reads: [register_month_reports]
leaves_out: [有一人一月申报记录的, 月数不足的, 有人尚未报告的月份, 人数少于规定人数的小部门]
parameters:
  least_months: {default: 6, unit: 个月, mark: policy, note: 连续多少个月零报告提示}
  least_reports: {default: 6, unit: 份, mark: policy, note: 这段时间至少有多少份报告}
occurrence: [section, since]
columns:
  section: 部门
  since: 起始月份
  until: 最近月份
  months: 连续月数
  reports: 报告份数
level: low
summary: "{organ}{section}自{since}至{until}连续{months}个月全部零报告，共{reports}份。"
answers: 该机关的督察部门：应当核对通话、来访、门卫记录后说明
clears: 确实没有过问；部门新设或者不办理案件
caveat: 长期零报告不是违法，只是提示核对；不读取过问记录的内容。
--- */
with by_month as (
    select coalesce(organ, _organ) as organ, coalesce(section, '未写部门') as section, month_end, count(*) as reports,
        sum(case when coalesce(zero, false) and coalesce(n, 0) = 0 then 1 else 0 end) as zeros, min(_ref) as ref
    from register_month_reports
    where month_end <= :as_of
    group by 1, 2, 3
),
numbered as (
    select *, row_number() over (partition by organ, section order by month_end desc) as back,
        max(case when zeros < reports then month_end end) over (partition by organ, section) as last_other
    from by_month
),
run as (
    select organ, section, min(month_end) as first_month, max(month_end) as last_month, count(*) as months, sum(reports) as reports, min(ref) as ref
    from numbered
    where last_other is null or month_end > last_other
    group by 1, 2
)
select concat(organ, section) as subject, concat_ws('|', section, strftime(first_month, '%Y-%m')) as occurrence, organ,
    section, strftime(first_month, '%Y-%m') as since, strftime(last_month, '%Y-%m') as until, months, cast(reports as bigint) as reports, ref as evidence
from run
where months >= :least_months and reports >= :least_reports
