/* ---
model: corrections_not_enrolled
title: 社区矫正漏管
grain: 每份应当社区矫正的裁判、裁定或者决定一行
purpose: 发现判处管制、宣告缓刑、裁定假释、决定暂予监外执行后没有入矫报到的人员。
logic: >
  管制、缓刑判决（生效日）、假释裁定（裁定日）或者暂予监外执行决定（起日）至核查日超过规定日数，而该人没有矫正起日与之相差三十日以内的社区矫正记录，
  或者虽有记录但没有报到日期。
source: [社区矫正法 第二十条, 社区矫正法 第二十一条, 社区矫正法 第二十二条]
reads: [sentences, rulings, medical_releases, corrections_cases, persons]
leaves_out: [已死亡的, 假释已撤销的, 暂予监外执行已收监的, 已为其后判处的实刑吸收的, 在其他县入矫的]
parameters:
  days:
    default: 10
    unit: 日
    mark: law
    note: 自裁判生效之日起十日内报到（社区矫正法第二十一条）
occurrence: [source_no]
columns:
  name: 姓名
  source_no: 判决、裁定或者决定文号
  source_kind: 来源
  took_effect_on: 生效日期
  days_since: 生效至核查日的日数
  has_case: 是否已建立社区矫正记录（已建立的为未报到）
spoken:
  source_kind: {sentence: 判决, parole: 假释裁定, medical_release: 暂予监外执行决定}
level: high
summary: "{name}（{subject}）依{source_no}应当社区矫正，{took_effect_on}生效后{days_since}日没有报到入矫。"
answers: 已有矫正记录的为社区矫正机构，没有的为作出裁判、裁定或者决定的机关
clears: 在外地入矫而未联网；报到日期未录入；裁判已撤销或者改判
demand: 立即查找未报到的社区矫正对象，依法办理接收入矫手续，查明漏管原因并追究责任。
--- */
with source as (
    select _ref, _organ, id_number, name, judgment_no as source_no, 'sentence' as source_kind, judgment_no,
        judged_on as decided_on, effective_on as took_effect_on
    from sentences
    where penalty = 'control' or coalesce(probation_months, 0) > 0
    union all
    select _ref, _organ, id_number, name, ruling_no, 'parole', judgment_no, ruled_on, ruled_on
    from rulings
    where kind = 'parole'
    union all
    select _ref, _organ, id_number, name, decision_no, 'medical_release', cast(null as varchar), decided_on, from_date
    from medical_releases
    where recalled_on is null
),
due as (
    select *
    from source
    where date_diff('day', took_effect_on, :as_of) > :days
),
covering as (
    select d._ref as source_ref, c._ref as case_ref, c._organ, c.reported_on
    from due as d
    join corrections_cases as c on c.id_number = d.id_number and abs(date_diff('day', d.took_effect_on, c.term_start)) <= 30
),
custodial as (
    select id_number, judgment_no, judged_on
    from sentences
    where penalty in ('fixed', 'detention', 'life', 'death_reprieve') and coalesce(probation_months, 0) = 0 and effective_on <= :as_of
)
select d.id_number as subject, d.source_no as occurrence, coalesce(v._organ, d._organ) as organ,
    d.name, d.source_no, d.source_kind, d.took_effect_on, date_diff('day', d.took_effect_on, :as_of) as days_since,
    v.case_ref is not null as has_case, d._ref as evidence, v.case_ref as evidence_case
from due as d
left join covering as v on v.source_ref = d._ref
where not exists (select 1 from covering as r where r.source_ref = d._ref and r.reported_on is not null)
    and not exists (select 1 from persons as p where p.id_number = d.id_number and p.died_on is not null)
    and not exists (
        select 1 from rulings as r
        where d.source_kind = 'parole' and r.kind = 'revoke_parole' and r.id_number = d.id_number and r.ruled_on >= d.decided_on
    )
    and not exists (
        select 1 from custodial as n
        where n.id_number = d.id_number and n.judged_on > d.decided_on and (d.judgment_no is null or n.judgment_no <> d.judgment_no)
    )
