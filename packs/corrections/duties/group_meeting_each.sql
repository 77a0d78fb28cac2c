/* ---
reads: [case_enrolment, case_relocation, corrections_cases]
--- */
with serving as (
    select e.subject, coalesce(e.organ__office, e.organ__agency) as organ, e.announce__on as begun_on, e._ref as evidence, c.term_end
    from case_enrolment as e
    join corrections_cases as c on c.id_number = e.subject and c.released_on is null and c.end_reason is null
        and (c.term_end is null or c.term_end >= :as_of) and c.term_start <= :as_of
    where e.announce__outcome = 'announced' and e.announce__on < :as_of and e.subject is not null
),
moves as (
    select r.subject, r.receive__on as from_on, coalesce(r.receive__new_office, r.organ__new_agency) as organ,
        row_number() over (partition by r.subject order by r.receive__on desc) as back
    from case_relocation as r
    join serving as s on s.subject = r.subject and r.receive__on >= s.begun_on
    where r.receive__on < :as_of and r.receive__outcome is not null
),
running as (
    select s.subject, coalesce(m.organ, s.organ) as organ, s.evidence, s.term_end, coalesce(m.from_on, s.begun_on) as begun_on, 91 as days
    from serving as s
    left join moves as m on m.subject = s.subject and m.back = 1
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
