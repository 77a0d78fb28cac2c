/* ---
indicator: off_roll_rate
title: 脱管率
grain: 每名年度内在册过的社区矫正对象每年一行
purpose: 看认定脱管的对象占在册对象的比例，脱管超过一个月的单列。
logic: 一年内在册过的社区矫正对象中，当年认定脱管（失去联系超过四十八小时且没有正当理由）的比例；每人每年计一次，记在当年最后一个在册日。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十三条]
reads: [corrections_cases, case_lost_search]
leaves_out: [矫正还没有开始的]
columns:
  category: 类别
  absence: 脱管情形
  year: 年度
kind: share
unit: 人
group_by: absence
better: down
caveat: 按年度使用；月、季只计在该期内最后在册的人。失联查找案件与在册信息以证件号码对应。
--- */
with ages(number) as (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30)),
years as (
    select c.*, law_months_after(cast(date_trunc('year', c.term_start) as date), 12 * a.number) as year_on
    from corrections_cases as c
    cross join ages as a
    where c.term_start <= :as_of
),
supervised as (
    select *, least(coalesce(released_on, cast(:as_of as date)), law_add_days(law_months_after(year_on, 12), -1), cast(:as_of as date)) as last_on,
        strftime(year_on, '%Y') as year
    from years
    where year_on <= coalesce(released_on, cast(:as_of as date)) and year_on <= :as_of
),
lost as (
    select subject, cast(date_trunc('year', register__on) as date) as year_on,
        max(case when month__outcome is not null or (month__due_on < :as_of and month__on is null) then 1 else 0 end) as over_month
    from case_lost_search
    where register__outcome = 'registered'
    group by 1, 2
)
select l.subject is not null as hit, s.name as label, s._organ as organ, s.last_on as day, concat('record:corrections_cases:', s._key) as link, s.category,
    case when l.subject is null then '没有脱管' when l.over_month = 1 then '脱管超过一个月' else '脱管一个月以内' end as absence, s.year
from supervised as s
left join lost as l on l.subject = s.id_number and l.year_on = s.year_on
