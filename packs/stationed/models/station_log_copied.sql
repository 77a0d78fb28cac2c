/* ---
model: station_log_copied
title: 检察日志照抄前日
grain: 每篇与以前某日相同的日志一行
purpose: 发现派驻检察日志照抄、虚填的情形（驻而不察）。
logic: >
  同一检察室两日日志的工作事项，除数字（时间、人数、编号）以外逐字相同，且事项文字不少于规定字数的，后一日为线索；有几日相同的，与最近的一日比较。
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_log]
leaves_out: [没有工作事项的, 事项文字少于规定字数的, 相隔超过规定日数的, 不同检察室的]
parameters:
  least_length: {default: 60, unit: 字, mark: policy, note: 短于此的事项文字不比较}
  most_days: {default: 31, unit: 日, mark: policy, note: 比较多少日以内的日志}
occurrence: [office, day]
columns:
  office: 检察室
  day: 日志日期
  earlier: 相同的以前日期
  days_apart: 相隔日数
level: medium
summary: "{office}{day}的日志与{earlier}的日志除数字外逐字相同。"
answers: 派驻检察室所属的人民检察院：应当核查当日履职情况并说明
clears: 当日事项确与前日相同并有录像、记录佐证；同一篇日志重复录入
caveat: 相同只是核查的线索，不等于没有履职；改写后照抄的查不出。
--- */
with logs as (
    select _ref, coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, day,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(items, '0', ''), '1', ''), '2', ''), '3', ''), '4', ''), '5', ''), '6', ''), '7', ''), '8', ''), '9', '') as said
    from register_duty_log
    where items is not null and day <= :as_of and length(items) >= :least_length
),
paired as (
    select later._ref as ref, later.organ, later.office, later.day, max(former.day) as earlier
    from logs as later
    join logs as former
        on former.organ = later.organ and former.office = later.office and former.said = later.said and former.day < later.day
            and date_diff('day', former.day, later.day) <= :most_days
    group by later._ref, later.organ, later.office, later.day
)
select office as subject, concat_ws('|', office, strftime(day, '%Y-%m-%d')) as occurrence, organ,
    office, day, earlier, date_diff('day', earlier, day) as days_apart, ref as evidence
from paired
