/* ---
indicator: long_unreduced_count
title: 长期未减刑
grain: 每名可以减刑满二十四个月而从未减刑、从未提请的罪犯一行
purpose: 发现起始时间早已届满而一直没有提请减刑、又没有登记理由的罪犯。
logic: 核查日正在服刑，二十四个月以前按一般悔改表现即可提请减刑，至核查日没有减刑裁定，也没有办理过减刑、假释案件的人数。
source: [办理减刑假释案件具体应用法律的规定 第六条]
reads: [sentences, custody_records, rulings, cases]
leaves_out: [死刑缓期执行的, 已有减刑裁定的, 正在办理或者办理后记明理由不提请的, 依法不得减刑的, 起算日期不明的]
columns:
  judgment_no: 原判案号
  admitted_on: 收监日期
kind: count
unit: 人
group_by: organ
better: down
caveat: 按核查日在押统计，只在包含核查日的期间有数；是否确有悔改表现、财产性判项是否履行由承办人判断。
--- */
with serving as (
    select s.judgment_no, s.id_number, s.name, s.penalty, s._organ, s._key, s.effective_on, min(c.admitted_on) as admitted_on, min(c.facility) as facility,
        case when s.penalty = 'fixed' then coalesce(s.term_months, 0) else 0 end as months,
        law_add_days(coalesce(s.term_start, s.effective_on), -coalesce(s.custody_days, 0)) as counted_from,
        coalesce(s.commutation_limited, false) as restricted, coalesce(s.life_without_commutation, false) as without_commutation,
        coalesce(s.recidivist, false) or coalesce(array_length(s.strict_class), 0) > 0 as strict,
        coalesce(list_contains(s.strict_class, 'duty'), false) as duty, coalesce(s.violent, false) as violent,
        coalesce(s.violent, false) and (coalesce(s.violent_months, s.term_months, 0) >= 120 or s.penalty = 'life') as violent_heavy,
        coalesce(array_length(s.crimes), 1) as counts
    from sentences as s
    join custody_records as c on c.id_number = s.id_number and c.stage = 'serving' and c.admitted_on >= s.effective_on
    where s.penalty in ('fixed', 'life') and coalesce(s.probation_months, 0) = 0
        and exists (
            select 1 from custody_records as n
            where n.id_number = s.id_number and n.stage = 'serving' and n.admitted_on <= :as_of and (n.released_on is null or n.released_on > :as_of)
        )
        and not exists (select 1 from rulings as r where r.id_number = s.id_number and r.judgment_no = s.judgment_no and r.kind = 'commutation')
        and not exists (select 1 from cases as k where k.subject = s.id_number and k.procedure in ('commutation', 'parole'))
    group by all
)
select law_commutation_breaches(
        law_months_after(:as_of, -24), penalty, false, false, months, counted_from, effective_on, admitted_on, date '1900-01-01',
        restricted, without_commutation, false, strict, duty, violent, violent_heavy, counts,
        date '1900-01-01', 0, 0, true, 'none', false, case when penalty = 'fixed' then 1 else 0 end, case when penalty = 'life' then 300 else 0 end
    ) = '' as hit,
    judgment_no as label, _organ as organ, cast(:as_of as date) as day, concat('record:sentences:', _key) as link, judgment_no, admitted_on
from serving
where admitted_on <= law_months_after(:as_of, -24)
