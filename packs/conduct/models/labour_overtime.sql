/* ---
model: labour_overtime
title: 罪犯超时劳动
grain: 每名罪犯在一所监狱的一周一行
purpose: 发现每周劳动超过五日、每日劳动超过八小时或者全周没有休息日的情况。
logic: >
  周一至周日为一周：劳动日（日别为劳动或者有劳动分钟）多于五日，或者有一日劳动超过规定分钟，或者七日都有记录而没有一日休息（日别为休息且没有劳动分钟）。
source: [监狱法_2012 第七十一条, 监狱法_2026 第一百零三条]
reads: [labour_days]
leaves_out: [记录为零分钟的休息日不算劳动, 缺记录的周只按已有记录判断]
parameters:
  labour_days_max:
    default: 5
    unit: 日每周
    most: 7
    mark: secondary
    note: 司法部关于罪犯劳动工时的规定（1995年，未经原文核对）和“5+1+1”的实践做法
  day_minutes_max:
    default: 480
    unit: 分钟每日
    most: 1440
    mark: secondary
    note: 司法部关于罪犯劳动工时的规定（1995年，未经原文核对）
occurrence: [prison, week]
columns:
  name: 姓名
  prison: 监狱
  week: 该周周一
  labour_days: 劳动日数
  longest_minutes: 最长一日的劳动分钟
  recorded_days: 有记录的日数
  rest_days: 休息日数
level: medium
summary: "{name}（{subject}）在{prison}{week}起的一周劳动{labour_days}日、休息{rest_days}日，最长一日劳动{longest_minutes}分钟。"
answers: 劳动记录的送数监狱：应当保障休息
clears: 经批准的加班并已补休；劳动分钟录入有误；休息日记录缺失
caveat: 日数与分钟数出自二手来源，未经原文核对。
--- */
with dated as (
    select _ref, _organ, id_number, name, prison, day, kind, coalesce(labour_minutes, 0) as minutes,
        cast(date_trunc('week', day) as date) as week
    from labour_days
),
-- weeks that could be over if every record were a day of its own; only their days are then counted one by one
possible as (
    select id_number, prison, week
    from dated
    group by id_number, prison, week
    having count(case when kind = 'labour' or minutes > 0 then 1 end) > :labour_days_max or max(minutes) > :day_minutes_max
        or count(case when kind <> 'rest' or minutes > 0 or kind is null then 1 end) >= 7
),
counted as (
    select d.*
    from dated as d
    join possible as p on p.id_number = d.id_number and p.prison = d.prison and p.week = d.week
),
by_day as (
    select id_number, prison, week, day, max(minutes) as minutes,
        max(case when kind = 'labour' or minutes > 0 then 1 else 0 end) as laboured,
        min(case when kind = 'rest' and minutes = 0 then 1 else 0 end) as rested
    from counted
    group by id_number, prison, week, day
),
by_week as (
    select id_number, prison, week, count(*) as recorded_days, cast(sum(laboured) as bigint) as labour_days,
        cast(sum(rested) as bigint) as rest_days, max(minutes) as longest_minutes
    from by_day
    group by id_number, prison, week
)
select d.id_number as subject, concat_ws('|', d.prison, cast(d.week as varchar)) as occurrence, d._organ as organ,
    d.name, d.prison, d.week, w.labour_days, w.longest_minutes, w.recorded_days, w.rest_days, d._ref as evidence
from by_week as w
join counted as d on d.id_number = w.id_number and d.prison = w.prison and d.week = w.week
where w.labour_days > :labour_days_max or w.longest_minutes > :day_minutes_max or (w.recorded_days = 7 and w.rest_days = 0)
