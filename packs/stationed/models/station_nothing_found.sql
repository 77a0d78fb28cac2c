/* ---
model: station_nothing_found
title: 派驻检察室长期没有发现问题
grain: 每个检察室一行
purpose: 发现长期记日志而没有记明一个问题的检察室（驻而不察）。
logic: >
  建立日志满规定日数，规定日数以来有日志而没有一条事项记明发现问题的。
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_log]
leaves_out: [建立日志未满规定日数的, 期内有一条事项记明发现问题的, 期内没有日志的]
parameters:
  quiet_days: {default: 60, unit: 日, mark: policy, note: 多少日没有发现问题}
occurrence: [office, last_on]
columns:
  office: 检察室
  first_on: 期内最早日志日期
  last_on: 期内最近日志日期
  entries: 期内日志篇数
level: low
summary: "{office}自{first_on}至{last_on}记日志{entries}篇，没有记明发现一个问题。"
answers: 派驻检察室所属的人民检察院：应当核查是否存在驻而不察
clears: 问题记入其他台账；监管场所在押人员很少
caveat: 没有发现问题不等于没有履职，只作抽查日志的参考。
--- */
with logs as (
    select _ref, coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, day, items
    from register_duty_log
    where day is not null and day <= :as_of
),
grouped as (
    select organ, office, min(day) as begun_on,
        min(case when date_diff('day', day, :as_of) <= :quiet_days then day end) as first_on,
        max(day) as last_on,
        sum(case when date_diff('day', day, :as_of) <= :quiet_days then 1 else 0 end) as entries,
        sum(case when date_diff('day', day, :as_of) <= :quiet_days and (items like '%"found": true%' or items like '%"found":true%') then 1 else 0 end) as findings,
        max_by(_ref, day) as ref
    from logs
    group by organ, office
)
select office as subject, concat_ws('|', office, strftime(last_on, '%Y-%m-%d')) as occurrence, organ,
    office, first_on, last_on, cast(entries as bigint) as entries, ref as evidence
from grouped
where entries > 0 and findings = 0 and date_diff('day', begun_on, :as_of) >= :quiet_days
