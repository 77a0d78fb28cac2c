/* ---
model: station_log_gaps
title: 派驻检察日志空缺、无人在岗和人数未知
grain: 每个检察室每日每个问题一行
purpose: 发现工作日无人在岗、没有日志、有人在岗而没有事项以及人数数据长期没有补录的检察室。
logic: >
  工作日已过次一工作日仍没有日志的，或者登记无人在岗的；有人值班而没有工作事项、也没有写明原因的；人数写作未知，超过规定工作日仍没有补录的。
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_log]
leaves_out: [休息日, 次一工作日未过的, 建立日志以前的, 写明无事项原因的]
parameters:
  fill_days: {default: 1, unit: 个工作日, mark: policy, note: 人数未知的应在多少个工作日内补录}
occurrence: [office, finding, day]
columns:
  office: 检察室
  finding: 问题（代码）
  finding_zh: 问题
  day: 日期
level: medium
summary: "{office}{day}：{finding_zh}。"
answers: 派驻检察室所属的人民检察院：应当说明原因，补录人数、补记事项或者安排人员
clears: 日志已记而没有录入；监管场所封闭期间远程履职没有注明；数据中断已另行报告
caveat: 没有日志不等于没有人在岗，须对照签到核实；一次空缺只查前二十五个工作日。
--- */
with logs as (
    select _ref, coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, day, state, items, no_items, count_state, today
    from register_duty_log
    where day is not null and day < :as_of
),
numbers as (
    select 5 * tens.n + ones.n + 1 as n
    from (select 0 as n union all select 1 union all select 2 union all select 3 union all select 4) as tens
    cross join (select 0 as n union all select 1 union all select 2 union all select 3 union all select 4) as ones
),
spans as (
    select organ, office, _ref, day as former, coalesce(lead(day) over (partition by organ, office order by day), :as_of) as later
    from logs
),
found as (
    select organ, office, 'no_log' as finding, '工作日没有日志' as finding_zh, law_add_working_days(former, n) as day, _ref
    from spans
    cross join numbers
    where law_add_working_days(former, n) < later and law_add_working_days(former, n + 1) < :as_of
    union all
    select organ, office, 'unmanned', '工作日登记无人在岗', day, _ref
    from logs
    where state = 'unmanned' and law_add_working_days(law_add_days(day, -1), 1) = day
    union all
    select organ, office, 'empty_log', '有人在岗而没有工作事项，也没有写明原因', day, _ref
    from logs
    where state <> 'unmanned' and coalesce(items, '') in ('', '[]') and coalesce(no_items, '') = ''
    union all
    select organ, office, 'count_unknown', '人数未知，没有补录', day, _ref
    from logs
    where count_state = 'late' and today is null and law_add_working_days(day, :fill_days) < :as_of
)
select office as subject, concat_ws('|', office, finding, strftime(day, '%Y-%m-%d')) as occurrence, organ, office, finding, finding_zh, day, _ref as evidence
from found
