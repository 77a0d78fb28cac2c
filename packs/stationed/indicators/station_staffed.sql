/* ---
indicator: station_staffed
title: 派驻检察室在岗率
grain: 每个检察室每个工作日一行
purpose: 衡量派驻检察室是否每个工作日有人在岗
logic: 检察室建立日志以来的工作日中，日志记明有人值班的，除以已过记录时限的全部工作日；登记无人在岗的和没有日志的都算无人
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_log]
leaves_out: [休息日的日志, 尚未到次一工作日的, 建立日志以前的]
columns:
  office: 检察室
  day: 工作日
  state: 日志状态（代码），没有日志为空
kind: share
unit: 工作日
group_by: organ
better: up
caveat: 应当为百分之百；一次相隔超过二十五个工作日没有日志的，只计前二十五日
--- */
with logs as (
    select coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, day, max(state) as state,
        max(case when state <> 'unmanned' and on_duty is not null then 1 else 0 end) as manned
    from register_duty_log
    where day is not null and day < :as_of
    group by 1, 2, 3
),
numbers as (
    select 5 * tens.n + ones.n + 1 as n
    from (select 0 as n union all select 1 union all select 2 union all select 3 union all select 4) as tens
    cross join (select 0 as n union all select 1 union all select 2 union all select 3 union all select 4) as ones
),
spans as (
    select organ, office, day as former, coalesce(lead(day) over (partition by organ, office order by day), :as_of) as later
    from logs
),
days as (
    select organ, office, day, state, manned
    from logs
    where law_add_working_days(law_add_days(day, -1), 1) = day
    union all
    select organ, office, law_add_working_days(former, n), cast(null as varchar), 0
    from spans
    cross join numbers
    where law_add_working_days(former, n) < later and law_add_working_days(former, n + 1) <= :as_of
)
select manned = 1 as hit, cast(null as varchar) as link, concat_ws(' ', office, strftime(day, '%Y-%m-%d')) as label, organ, day, office, state
from days
