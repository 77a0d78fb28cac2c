/* ---
reads: [case_custody, case_custody_necessity]
--- */
select c.subject, c.stage__due_on as due_on, coalesce(c.organ__case_organ, c.organ) as organ, c._ref as evidence
from case_custody as c
where c.subject is not null and c.ended_on is null and c.stage__stage = 'prosecution' and c.stage__likely_three_years and c.stage__due_on is not null
    and not exists (
        select 1 from case_custody_necessity as n
        where n.subject = c.subject and n.receive__outcome = 'handed_on' and n.receive__stage = 'prosecution' and n.receive__on >= c.stage__from_on
    )
