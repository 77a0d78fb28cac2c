/* ---
model: unlawful_commutation
title: 违规减刑
grain: 每份减刑裁定一行
purpose: 发现起始时间、间隔、幅度、实际执行期限不符合规定，或者依法不得减刑的裁定。
logic: >
  对2017年1月1日以后的减刑裁定，按原判刑罚、历次减刑、从严从宽情形和立功情形，以报请日（没有的为裁定日）为准，逐项核对：是否执行满起始时间
  （自实际收监服刑之日起，无期徒刑自判决生效之日起，死缓自缓期届满之日起），与上次减刑的间隔，一次减刑的幅度或者减后刑期，减刑合计是否使实际执行
  不足原判的二分之一，以及终身监禁、缓刑等不得减刑的情形。死缓减为无期徒刑只核对缓期是否届满；直接减为有期徒刑须有重大立功且不少于二十五年。
source: [刑法 第七十八条, 刑法 第五十条, 减刑假释规定 第六条, 减刑假释规定 第七条, 减刑假释规定 第八条, 减刑假释规定 第九条, 减刑假释规定 第十条, 减刑假释规定 第十一条, 减刑假释规定 第十三条, 减刑假释规定 第十四条, 减刑假释规定 第四十条, 减刑假释补充规定 第二条, 减刑假释补充规定 第三条, 减刑假释补充规定 第四条]
reads: [rulings, sentences, custody_records]
leaves_out:
  - 2017年以前的裁定（适用当时的规定）
  - 有重大立功不受起始时间、间隔限制的
  - 从宽情形以时间缩短或者幅度放宽三分之一之内任何一种说得通的
  - 间隔期满当日报请的
  - 起算日期不明的
occurrence: [ruling_no]
columns:
  name: 姓名
  ruling_no: 裁定书号
  judgment_no: 原判案号
  filed_on: 报请日（没有的为裁定日）
  ruled_on: 裁定日期
  breaches: 违反情形代码
  words: 违反情形，附数字和条文
level: high
summary: "{name}（{subject}）的减刑裁定{ruling_no}：{words}。"
answers: 裁定记录的送数法院：应当复查
clears: 收监日期或者报请日期录入有误；重大立功、从宽情形未录入；数罪并罚的从严情形判断有误
demand: 对所列减刑案件重新审查，依法纠正不当裁定。
caveat: 判决中同一人数罪的各罪刑期不在数据之内，只按罪名数和暴力性犯罪单罪刑期判断。
--- */
with admission as (
    select s._ref, min(c.admitted_on) as admitted_on
    from sentences as s
    join custody_records as c on c.id_number = s.id_number and c.stage = 'serving' and c.admitted_on >= s.effective_on
    group by s._ref
),
imposed as (
    select s._ref, s.id_number, s.judgment_no, s.penalty, s.effective_on, s.judged_on,
        case when s.penalty in ('fixed', 'detention', 'control') then coalesce(s.term_months, 0) else 0 end as months,
        law_add_days(coalesce(s.term_start, s.effective_on), -coalesce(s.custody_days, 0)) as counted_from,
        coalesce(a.admitted_on, s.effective_on) as admitted_on,
        case when s.penalty = 'death_reprieve' then law_term_after(s.effective_on, 24, 0) else date '1900-01-01' end as reprieve_expires_on,
        coalesce(s.commutation_limited, false) as restricted,
        coalesce(s.life_without_commutation, false) as without_commutation,
        coalesce(s.probation_months, 0) > 0 as suspended,
        coalesce(s.recidivist, false) or coalesce(array_length(s.strict_class), 0) > 0 as strict,
        coalesce(list_contains(s.strict_class, 'duty'), false) and s.judged_on >= date '2015-11-01' and (
            coalesce(list_contains(s.crimes, '贪污罪'), false)
            or coalesce(list_contains(s.crimes, '挪用公款罪'), false)
            or coalesce(list_contains(s.crimes, '受贿罪'), false)
            or coalesce(list_contains(s.crimes, '单位受贿罪'), false)
            or coalesce(list_contains(s.crimes, '利用影响力受贿罪'), false)
            or coalesce(list_contains(s.crimes, '行贿罪'), false)
            or coalesce(list_contains(s.crimes, '对有影响力的人行贿罪'), false)
            or coalesce(list_contains(s.crimes, '对单位行贿罪'), false)
            or coalesce(list_contains(s.crimes, '介绍贿赂罪'), false)
            or coalesce(list_contains(s.crimes, '单位行贿罪'), false)
            or coalesce(list_contains(s.crimes, '巨额财产来源不明罪'), false)
            or coalesce(list_contains(s.crimes, '隐瞒境外存款罪'), false)
            or coalesce(list_contains(s.crimes, '私分国有资产罪'), false)
            or coalesce(list_contains(s.crimes, '私分罚没财物罪'), false)
        ) as graft,
        coalesce(s.violent, false) as violent,
        coalesce(s.violent, false) and case
            when s.violent_months is not null then s.violent_months >= 120
            else s.penalty in ('life', 'death_reprieve') or coalesce(s.term_months, 0) >= 120
        end as violent_heavy,
        coalesce(array_length(s.crimes), 1) as counts
    from sentences as s
    left join admission as a on a._ref = s._ref
),
reported as (
    select *, coalesce(proposed_on, ruled_on) as filed_on,
        row_number() over (partition by id_number, judgment_no, ruling_no order by _received_at, _ref) as copy
    from rulings
    where kind = 'commutation'
),
commuted as (
    select *, row_number() over (partition by id_number, judgment_no order by ruled_on, ruling_no) as turn
    from reported
    where copy = 1
),
history as (
    select r._ref, count(e._ref) as earlier_count, max(e.ruled_on) as last_ruled_on,
        cast(coalesce(sum(e.months_reduced), 0) as bigint) as cut_months,
        coalesce(max(case when e.turn = r.turn - 1 then e.months_reduced end), 0) as last_cut_months,
        coalesce(max(case when e.new_penalty = 'life' then 1 else 0 end), 0) = 1 as reduced_to_life,
        coalesce(max(case when e.new_term_months is not null and coalesce(e.new_penalty, 'fixed') = 'fixed' then 1 else 0 end), 0) = 1
            as converted
    from commuted as r
    left join commuted as e on e.id_number = r.id_number and e.judgment_no = r.judgment_no and e.turn < r.turn
    group by r._ref
),
judged as (
    select r._ref, r._organ, r.id_number, r.name, r.ruling_no, r.judgment_no, r.filed_on, r.ruled_on, r.turn,
        r.new_penalty, r.new_term_months, coalesce(r.months_reduced, 0) as months_reduced,
        coalesce(r.merit, 'none') as merit, coalesce(r.repentance, true) as repentance,
        coalesce(array_length(r.relaxed_class), 0) > 0 as relaxed,
        h.reduced_to_life, h.converted, h.cut_months, h.last_cut_months,
        coalesce(h.last_ruled_on, date '1900-01-01') as last_ruled_on,
        s._ref as sentence_ref, s.penalty, s.months, s.counted_from, s.effective_on, s.admitted_on, s.reprieve_expires_on,
        s.restricted, s.without_commutation, s.suspended, s.strict, s.graft, s.violent, s.violent_heavy, s.counts,
        s.penalty = 'death_reprieve' and not h.reduced_to_life and not h.converted as from_reprieve
    from commuted as r
    join history as h on h._ref = r._ref
    join imposed as s on s.id_number = r.id_number and s.judgment_no = r.judgment_no
    where r.ruled_on >= date '2017-01-01' and s.penalty in ('control', 'detention', 'fixed', 'life', 'death_reprieve')
),
by_table as (
    select _ref, sentence_ref,
        law_commutation_breaches(
            filed_on, penalty, converted, reduced_to_life, months, counted_from, effective_on, admitted_on, reprieve_expires_on,
            restricted, without_commutation, suspended, strict, graft, violent, violent_heavy, counts,
            last_ruled_on, last_cut_months, cut_months, repentance, merit, relaxed, months_reduced, coalesce(new_term_months, 0)
        ) as breaches,
        law_commutation_breach_words(
            filed_on, penalty, converted, reduced_to_life, months, counted_from, effective_on, admitted_on, reprieve_expires_on,
            restricted, without_commutation, suspended, strict, graft, violent, violent_heavy, counts,
            last_ruled_on, last_cut_months, cut_months, repentance, merit, relaxed, months_reduced, coalesce(new_term_months, 0)
        ) as words
    from judged
    where not from_reprieve
),
by_reprieve as (
    select _ref, sentence_ref,
        case
            when ruled_on < reprieve_expires_on then 'REPRIEVE_RUNNING'
            when coalesce(new_penalty, 'fixed') = 'fixed' and merit <> 'major' then 'NO_MAJOR_MERIT'
            when coalesce(new_penalty, 'fixed') = 'fixed' and coalesce(new_term_months, 0) < 300 then 'UNDER_TERM'
            else ''
        end as breaches,
        case
            when ruled_on < reprieve_expires_on
                then concat('死刑缓期二年至', cast(reprieve_expires_on as varchar), '届满，实于', cast(ruled_on as varchar), '减刑〔刑法 第五十条〕')
            when coalesce(new_penalty, 'fixed') = 'fixed' and merit <> 'major' then '没有重大立功，死缓不得直接减为有期徒刑〔刑法 第五十条〕'
            when coalesce(new_penalty, 'fixed') = 'fixed' and coalesce(new_term_months, 0) < 300
                then '死缓直接减为有期徒刑，减后刑期不少于300个月〔刑法 第五十条〕'
            else ''
        end as words
    from judged
    where from_reprieve
),
found as (
    select _ref, sentence_ref, breaches, words from by_table where breaches <> ''
    union all
    select _ref, sentence_ref, breaches, words from by_reprieve where breaches <> ''
)
select j.id_number as subject, j.ruling_no as occurrence, j._organ as organ,
    j.name, j.ruling_no, j.judgment_no, j.filed_on, j.ruled_on, f.breaches, f.words,
    j._ref as evidence, f.sentence_ref as evidence_sentence, e._ref as evidence_earlier
from found as f
join judged as j on j._ref = f._ref and j.sentence_ref = f.sentence_ref
left join commuted as e on e.id_number = j.id_number and e.judgment_no = j.judgment_no and e.turn < j.turn
