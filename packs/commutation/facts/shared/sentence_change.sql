/* ---
shared: sentence_change
reads: [sentences, rulings, custody_records, property_items]
columns:
  judgment_no: 原判案号
  penalty: 现执行刑罚
  term_months: 原判刑期（月）
  starts_on: 刑期起算日
  ends_on: 判决所载刑期届满日
  admitted_on: 交付执行日
  property_open: 有未履行完毕的财产性判项
  sentence: 原判刑罚
  offender: 罪犯情况
  reductions: 历次减刑
  property: 财产性判项
--- */
with latest as (
    select *, row_number() over (order by effective_on desc, judgment_no) as place
    from sentences
    where id_number = :id_number
),
judged as (
    select * from latest where place = 1
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
),
owed as (
    select list({'kind': case p.item when 'civil_compensation' then 'compensation' when 'restitution' then 'recovery' else p.item end,
            'amount': cast(p.ordered as double), 'paid': cast(coalesce(p.paid, 0) as double)} order by p.item) as items,
        bool_or(coalesce(p.paid, 0) < p.ordered) as property_open, list(p._ref order by p._ref) as refs
    from property_items as p
    join judged as j on p.id_number = j.id_number and p.judgment_no = j.judgment_no
)
select j.judgment_no, j.penalty, j.term_months, j.term_start as starts_on, j.term_end as ends_on, a.admitted_on,
    coalesce(o.property_open, false) as property_open,
    {'kind': j.penalty, 'months': j.term_months, 'days': nullif(j.term_days, 0), 'starts_on': cast(j.term_start as varchar),
        'effective_on': cast(j.effective_on as varchar), 'admitted_on': cast(a.admitted_on as varchar),
        'restricted': nullif(j.commutation_limited, false), 'no_commutation': nullif(j.life_without_commutation, false),
        'suspension_months': nullif(j.probation_months, 0)} as sentence,
    {'recidivist': nullif(j.recidivist, false)} as offender,
    c.reductions, {'items': o.items} as property,
    j._ref as evidence, a.ref as evidence_admitted_on, c.refs as evidence_reductions, o.refs as evidence_property,
    o.refs as evidence_property_open
from judged as j
cross join admission as a
cross join cuts as c
cross join owed as o
