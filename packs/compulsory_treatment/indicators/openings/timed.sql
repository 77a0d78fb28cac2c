-- 有期限的环节每次办理一行：已经办结，或者期限已过仍未办结。
with timed as (
    select done_on is not null and done_on <= due_on as in_time, coalesce(number, "case") as label, coalesce(organ, _organ) as organ_name, due_on as day,
        concat('document:', "case") as link, coalesce(number, "case") as case_number, procedure, step, due_on, done_on
    from case_steps
    where due_on is not null and (done_on is not null or due_on < :as_of)
)
