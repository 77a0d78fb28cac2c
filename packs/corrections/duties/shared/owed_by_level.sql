/* ---
reads: [case_enrolment, case_relocation, case_measure_notice, register_plan_reviews, corrections_cases]
--- */
with measures as (
    select subject, receive__on as since_on, coalesce(held__ended_on, held__on) as freed_on, coalesce(held__outcome, '') as came
    from case_measure_notice
    where receive__outcome = 'recorded' and receive__on <= :as_of
        and opening__measure_kind in ('administrative', 'judicial', 'drug', 'detention', 'arrest')
),
held as (
    select subject, max(since_on) as since_on
    from measures
    where came = '' or (came in ('freed', 'freed_breach') and freed_on >= :as_of)
    group by subject
),
freed as (
    select subject, max(freed_on) as from_on
    from measures
    where came in ('freed', 'freed_breach') and freed_on < :as_of
    group by subject
),
serving as (
    select e.subject, coalesce(e.organ__office, e.organ__agency) as organ, e.plan__on as plan_on, e.plan__manage_level as level, e._ref as evidence, c.term_end
    from case_enrolment as e
    join corrections_cases as c on c.id_number = e.subject and c.released_on is null and c.end_reason is null
        and (c.term_end is null or c.term_end >= :as_of) and c.term_start <= :as_of
    where e.plan__outcome = 'approved' and e.plan__on < :as_of and e.subject is not null
        and not exists (select 1 from held as h where h.subject = e.subject and h.since_on >= c.term_start)
),
levels as (
    select subject, plan_on as from_on, 0 as nth, level from serving
    union all
    select s.subject, r.reviewed_on as from_on, 1 as nth, r.level_after as level
    from serving as s
    join register_plan_reviews as r on r.id_number = s.subject and r.state = 'reviewed' and r.level_after is not null
        and r.reviewed_on >= s.plan_on and r.reviewed_on < :as_of
),
changes as (
    select subject, from_on, level, lag(level) over (partition by subject order by from_on, nth) as before,
        row_number() over (partition by subject order by from_on desc, nth desc) as back
    from levels
),
level_now as (
    select subject, max(case when before is null or before <> level then from_on end) as from_on, max(case when back = 1 then level end) as level
    from changes
    group by subject
),
moves as (
    select r.subject, r.receive__on as from_on, coalesce(r.receive__new_office, r.organ__new_agency) as organ,
        row_number() over (partition by r.subject order by r.receive__on desc) as back
    from case_relocation as r
    join serving as s on s.subject = r.subject and r.receive__on >= s.plan_on
    where r.receive__on < :as_of and r.receive__outcome is not null
),
running as (
    select s.subject, coalesce(m.organ, s.organ) as organ, s.evidence, s.term_end,
        greatest(l.from_on, coalesce(m.from_on, l.from_on), coalesce(f.from_on, l.from_on)) as begun_on,
        case l.level when 'strict' then {{strict}} when 'ordinary' then {{ordinary}} else {{lenient}} end as days
    from serving as s
    join level_now as l on l.subject = s.subject
    left join moves as m on m.subject = s.subject and m.back = 1
    left join freed as f on f.subject = s.subject
),
next as (
    select subject, organ, evidence, term_end, begun_on, days,
        law_add_days(begun_on, days * cast(ceil(date_diff('day', begun_on, :as_of) / cast(days as double)) as integer)) as due_on
    from running
)
select distinct subject, due_on, organ, evidence,
    case when due_on <= law_add_days(begun_on, days) then begun_on else law_add_days(due_on, 1 - days) end as first_on
from next
where term_end is null or due_on <= term_end
