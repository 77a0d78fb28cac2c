/* ---
facts: medical_release
title: 暂予监外执行所依据的刑罚和历次减刑事实
rule: medical_release.assess
source: [刑事诉讼法 第二百六十五条, 暂予监外执行规定 第七条]
reads: [sentences, rulings, custody_records, persons]
columns:
  judgment_no: 原判案号
  penalty: 现执行刑罚
  starts_on: 刑期起算日
  ends_on: 判决所载刑期届满日
  sentence: 原判刑罚
  offender: 罪犯情况
  reductions: 历次减刑
--- */
with latest as (
    select *, row_number() over (order by effective_on desc, judgment_no) as place
    from sentences
    where id_number = :id_number
),
judged as (
    select * from latest where place = 1
),
born as (
    select max(p.birth_date) as birth_date, min(p._ref) as ref
    from persons as p
    join judged as j on p.id_number = j.id_number
),
admission as (
    select min(c.admitted_on) as admitted_on, min(c._ref) as ref
    from custody_records as c
    join judged as j on c.id_number = j.id_number
    where c.stage = 'serving' and c.admitted_on >= j.effective_on
),
cuts as (
    select list({'type': case when r.new_penalty = 'fixed' then 'to_fixed' when r.new_penalty = 'life' then 'to_life' else 'cut' end,
            'months': coalesce(r.new_term_months, r.months_reduced), 'ruled_on': cast(r.ruled_on as varchar),
            'delivered_on': cast(coalesce(r.copied_on, r.ruled_on) as varchar)} order by r.ruled_on) as reductions,
        list(r._ref order by r._ref) as refs
    from rulings as r
    join judged as j on r.id_number = j.id_number and r.judgment_no = j.judgment_no
    where r.kind = 'commutation'
)
select j.judgment_no, j.penalty, j.term_start as starts_on, j.term_end as ends_on,
    {'kind': j.penalty, 'months': j.term_months, 'days': nullif(j.term_days, 0), 'starts_on': cast(j.term_start as varchar),
        'effective_on': cast(j.effective_on as varchar), 'admitted_on': cast(a.admitted_on as varchar),
        'restricted': nullif(j.commutation_limited, false), 'no_commutation': nullif(j.life_without_commutation, false),
        'suspension_months': nullif(j.probation_months, 0)} as sentence,
    {'recidivist': nullif(j.recidivist, false),
        'birth_date': cast(coalesce(b.birth_date, case when j.id_type = 'resident' then try_cast(concat_ws(
            '-', substr(j.id_number, 7, 4), substr(j.id_number, 11, 2), substr(j.id_number, 13, 2)) as date) end) as varchar)} as offender,
    c.reductions,
    j._ref as evidence, c.refs as evidence_reductions
from judged as j
cross join admission as a
cross join born as b
cross join cuts as c
