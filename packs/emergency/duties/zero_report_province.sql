/* ---
reads: [register_sensitive_periods]
--- */
with eights as (
    select n from (values (0), (1), (2), (3), (4), (5), (6), (7)) as numbers(n)
),
counted as (
    select 8 * tens.n + ones.n as n from eights as tens cross join eights as ones
),
days as (
    select periods.unit as organ, law_add_days(periods.from_on, counted.n) as day, periods.to_on, periods._ref as evidence
    from register_sensitive_periods as periods cross join counted
    where periods.tier = 'province' and periods.state = 'open'
)
select cast(day as varchar) as subject, day as due_on, organ, evidence
from days
where day <= to_on and day <= :as_of
