/* ---
model: overdue_release
title: 刑满未释放
grain: 每条服刑收押记录一行
purpose: 发现刑期届满后仍被关押的罪犯，督促立即释放并追究责任。
logic: >
  取服刑的收押记录；同一人在出所（未出所的至核查日）前已起算、且入所时尚未届满的实刑判决中，减刑后的刑期止日以最后一个为准；
  该止日早于出所日（未出所的早于核查日）即为线索。
source: [监狱法_2012 第三十五条, 监狱法_2026 第五十九条, 刑法 第四十七条, 刑事诉讼法解释 第二百零二条第二款]
reads: [custody_records, sentences, rulings]
leaves_out:
  - 期满当日释放的
  - 因后罪判决仍在服刑的：以最后届满的刑期为准
  - 无期徒刑、死刑缓期二年执行尚未减为有期徒刑的
  - 刑期止日不明的
occurrence: [facility, admitted_on]
columns:
  name: 姓名
  facility: 羁押场所
  admitted_on: 入所日期
  term_end: 减刑后最后届满的刑期止日
  released_on: 出所日期，未出所为空
  days_over: 超过刑期止日的日数
duty: term_end
why:
  - {fact: 刑满释放, needs: "{term_end}刑期届满，当日释放", actual: "{released_on}出所", absent: 没有出所记载}
  - {fact: 超过刑期止日, needs: 不超过, actual: "{days_over}日"}
level: high
summary: "{name}（{subject}）刑期至{term_end}届满，{facility}至{released_on}仍未释放，已超{days_over}日。"
answers: 关押该罪犯的场所所在的送数机关：应当按期释放
clears: 后罪判决、撤销假释或者不计入刑期的裁定使刑期延长；出所日期录入迟延
demand: 立即释放刑期已满的罪犯，发给释放证明，并查明未按期释放的原因和责任。
--- */
with held as (
    select _ref, _organ, id_number, name, facility, admitted_on, released_on, coalesce(released_on, :as_of) as held_until
    from custody_records
    where stage = 'serving' and admitted_on <= :as_of
),
imposed as (
    select _ref, id_number, judgment_no, penalty, effective_on, term_start, term_end,
        coalesce(term_start, effective_on) as begun_on, coalesce(term_months, 0) as months, coalesce(term_days, 0) as days
    from sentences
    where penalty in ('fixed', 'detention', 'life', 'death_reprieve') and coalesce(probation_months, 0) = 0
),
reported as (
    select *, row_number() over (partition by id_number, judgment_no, ruling_no order by _received_at, _ref) as copy
    from rulings
    where kind = 'commutation' and ruled_on <= :as_of
),
commuted as (
    select _ref, id_number, judgment_no, ruled_on, coalesce(months_reduced, 0) as months_reduced, new_penalty, new_term_months,
        row_number() over (partition by id_number, judgment_no order by ruled_on, ruling_no) as turn
    from reported
    where copy = 1
),
converted as (
    select id_number, judgment_no, turn, ruled_on, new_term_months,
        row_number() over (partition by id_number, judgment_no order by turn desc) as from_last
    from commuted
    where new_term_months is not null and (new_penalty is null or new_penalty = 'fixed')
),
cuts as (
    select i._ref, coalesce(sum(c.months_reduced), 0) as months_cut
    from imposed as i
    left join converted as v on v.id_number = i.id_number and v.judgment_no = i.judgment_no and v.from_last = 1
    join commuted as c on c.id_number = i.id_number and c.judgment_no = i.judgment_no and c.turn > coalesce(v.turn, 0)
    group by i._ref
),
spared as (
    select distinct id_number, judgment_no
    from commuted
    where new_penalty = 'life'
),
term_as_cut as (
    select i._ref, i.id_number, i.judgment_no, i.begun_on, i.term_end, i.days, i.penalty,
        coalesce(v.new_term_months, i.months) as months,
        coalesce(cast(k.months_cut as bigint), 0) as months_cut,
        v.turn is not null as is_converted,
        case
            when v.turn is null then i.term_start
            when i.penalty = 'death_reprieve' and s.judgment_no is null then law_months_after(i.effective_on, 24)
            else v.ruled_on
        end as counted_from
    from imposed as i
    left join converted as v on v.id_number = i.id_number and v.judgment_no = i.judgment_no and v.from_last = 1
    left join spared as s on s.id_number = i.id_number and s.judgment_no = i.judgment_no
    left join cuts as k on k._ref = i._ref
),
term_in_force as (
    select _ref, id_number, judgment_no, begun_on,
        case
            when is_converted then law_term_end(counted_from, months - months_cut, 0, 0)
            when penalty in ('life', 'death_reprieve') then null
            when months_cut = 0 then term_end
            when counted_from is null then law_months_after(term_end, -months_cut)
            else law_add_days(
                term_end, -date_diff('day', law_term_end(counted_from, months - months_cut, days, 0), law_term_end(counted_from, months, days, 0))
            )
        end as ends_on
    from term_as_cut
),
served as (
    select h._ref as held_ref, t._ref as sentence_ref, t.id_number, t.judgment_no, t.ends_on
    from held as h
    join term_in_force as t on t.id_number = h.id_number and t.begun_on <= h.held_until
    where t.ends_on is null or t.ends_on >= h.admitted_on
),
last_end as (
    select held_ref, max(ends_on) as ends_on
    from served
    group by held_ref
    having count(*) = count(ends_on)
)
select h.id_number as subject, concat_ws('|', h.facility, cast(h.admitted_on as varchar)) as occurrence, h._organ as organ,
    h.name, h.facility, h.admitted_on, e.ends_on as term_end, h.released_on,
    date_diff('day', e.ends_on, h.held_until) as days_over,
    h._ref as evidence, s.sentence_ref as evidence_sentence, c._ref as evidence_ruling
from held as h
join last_end as e on e.held_ref = h._ref
join served as s on s.held_ref = h._ref
left join commuted as c on c.id_number = s.id_number and c.judgment_no = s.judgment_no
where e.ends_on < h.held_until
