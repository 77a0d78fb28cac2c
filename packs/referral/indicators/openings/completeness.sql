-- 每件案件已到期字段的分值与完整有效字段的分值；证件号、信用代码按校验位判断。
with weights(place, person, firm) as (
    values (1, 7, 1), (2, 9, 3), (3, 10, 9), (4, 5, 27), (5, 8, 19), (6, 4, 26), (7, 2, 16), (8, 1, 17), (9, 6, 20), (10, 3, 29), (11, 7, 25),
        (12, 9, 13), (13, 10, 8), (14, 5, 24), (15, 8, 10), (16, 4, 30), (17, 2, 28)
),
codes as (
    select "case" as id, upper(trim(enter__party_id)) as code from case_referral where enter__party_id is not null
),
places as (
    select c.id, c.code, w.person, w.firm, strpos('0123456789', substr(c.code, w.place, 1)) as digit,
        strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(c.code, w.place, 1)) as sign
    from codes as c
    cross join weights as w
    where length(c.code) = 18
),
sums as (
    select id, max(code) as code, min(digit) as least_digit, min(sign) as least_sign, sum((digit - 1) * person) as of_person, sum((sign - 1) * firm) as of_firm
    from places
    group by 1
),
checked as (
    select id, (least_digit > 0 and substr('10X98765432', cast(of_person % 11 as integer) + 1, 1) = right(code, 1))
        or (least_sign > 0 and substr('0123456789ABCDEFGHJKLMNPQRTUWXY', cast((31 - of_firm % 31) % 31 as integer) + 1, 1) = right(code, 1)) as sound
    from sums
),
staged as (
    select r.*, coalesce(c.sound, false) as sound,
        case
            when r.review__outcome is not null then 4
            when r.transfer__outcome = 'sent' then 3
            when coalesce(r.enter__decided_on is not null or r.enter__decision_no is not null or len(r.enter__penalty) > 0, false) then 2
            else 1
        end as stage
    from case_referral as r
    left join checked as c on c.id = r."case"
    where r.enter__outcome is not null
),
scored as (
    select *, case when true then 2 else 0 end
        + case when true then 1 else 0 end
        + case when true then 1 else 0 end
        + case when true then 1 else 0 end
        + case when true then 2 else 0 end
        + case when true then 3 else 0 end
        + case when true then 2 else 0 end
        + case when true then 2 else 0 end
        + case when true then 1 else 0 end
        + case when stage >= 2 then 3 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_goods, false) then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) then 1 else 0 end
        + case when stage >= 3 then 2 else 0 end
        + case when stage >= 3 then 2 else 0 end
        + case when stage >= 3 then 2 else 0 end
        + case when stage >= 3 then 2 else 0 end
        + case when stage >= 4 then 2 else 0 end
        + case when stage >= 4 then 1 else 0 end as points_due,
        case when true and nullif(trim(enter__case_no), '') is not null then 2 else 0 end
        + case when true and organ__organ is not null then 1 else 0 end
        + case when true and enter__field is not null then 1 else 0 end
        + case when true and enter__source is not null then 1 else 0 end
        + case when true and nullif(trim(enter__party), '') is not null then 2 else 0 end
        + case when true and sound then 3 else 0 end
        + case when true and enter__filed_on is not null and enter__filed_on <= enter__on then 2 else 0 end
        + case when true and coalesce(len(enter__facts), 0) > 0 then 2 else 0 end
        + case when true and coalesce(len(enter__officers), 0) >= 2 then 1 else 0 end
        + case when stage >= 2 and enter__amount is not null then 3 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_goods, false) and coalesce(len(enter__goods), 0) > 0 then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) and enter__decided_on is not null and enter__decided_on >= enter__filed_on and enter__decided_on <= enter__on then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) and nullif(trim(enter__decision_no), '') is not null then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) and coalesce(len(enter__penalty), 0) > 0 then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) and nullif(trim(enter__legal_basis), '') is not null then 1 else 0 end
        + case when stage >= 2 and not coalesce(enter__no_penalty, false) and enter__legality_checked is not null then 1 else 0 end
        + case when stage >= 3 and nullif(trim(coalesce(report__suspected_crime, enter__suspected_crime)), '') is not null then 2 else 0 end
        + case when stage >= 3 and decide__on is not null and decide__on >= enter__filed_on then 2 else 0 end
        + case when stage >= 3 and transfer__on is not null and transfer__on >= decide__on then 2 else 0 end
        + case when stage >= 3 and coalesce(len(transfer__documents), 0) > 0 then 2 else 0 end
        + case when stage >= 4 and review__outcome is not null then 2 else 0 end
        + case when stage >= 4 and review__on is not null and review__on >= transfer__on then 1 else 0 end as points_held
    from staged
),
completeness as (
    select coalesce(number, "case") as label, coalesce(organ__organ, organ, _organ) as organ_name, enter__on as day, concat('document:', "case") as link,
        coalesce(number, "case") as case_number, stage, points_held, points_due, cast(round(points_held * 100.0 / points_due, 2) as decimal(9, 2)) as percent
    from scored
)
