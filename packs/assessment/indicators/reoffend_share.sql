/* ---
indicator: reoffend_share
title: 社区矫正再犯罪率
grain: 每名年度内在册过的社区矫正对象每年一行
purpose: 看矫正期间再犯罪的比例。
logic: 一年内在册过的社区矫正对象中，当年因再犯罪终止的比例；每人每年计一次，记在当年最后一个在册日。
source: [社区矫正法 第四十五条]
reads: [corrections_cases]
leaves_out: [矫正还没有开始的]
columns:
  category: 类别
  end_reason: 结束原因
  year: 年度
kind: share
unit: 人
better: down
caveat: 按年度使用；月、季只计在该期内最后在册的人。
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
)
select coalesce(end_reason = 'new_crime' and date_trunc('year', released_on) = year_on, false) as hit, name as label, _organ as organ, last_on as day,
    concat('record:corrections_cases:', _key) as link, category, end_reason, year
from supervised
