/* ---
reads: [case_enrolment, corrections_cases]
--- */
with serving as (
    select e.subject, coalesce(e.organ__office, e.organ__agency) as organ, e.announce__on as begun_on, e._ref as evidence, c.term_end
    from case_enrolment as e
    join corrections_cases as c on c.id_number = e.subject and c.released_on is null and c.end_reason is null
        and (c.term_end is null or c.term_end >= :as_of) and c.term_start <= :as_of
    where e.announce__outcome = 'announced' and e.announce__on < :as_of and e.subject is not null
),
next as (
    select subject, organ, evidence, term_end, begun_on, 91 as days,
        law_add_days(begun_on, 91 * cast(ceil(date_diff('day', begun_on, :as_of) / 91.0) as integer)) as due_on
    from serving
)
select distinct subject, due_on, organ, evidence,
    case when due_on <= law_add_days(begun_on, days) then begun_on else law_add_days(due_on, 1 - days) end as first_on
from next
where term_end is null or due_on <= term_end
