/* ---
model: report_missed
title: 社区矫正对象脱管
grain: 每件在矫的社区矫正一行
purpose: 发现长期没有有效报告的社区矫正对象。
logic: >
  已入矫、核查日在矫正期内且未解矫，最近一次通过的报告签到与入矫日期中较晚的一日至核查日超过规定日数；其间被羁押的除外。
source: [社区矫正法 第二十三条, 社区矫正法 第三十条]
reads: [corrections_cases, checkins, custody_records, compulsory_measures]
leaves_out: [其间在押（收押记录，或者拘留、逮捕）的, 其间已解矫的, 未通过的签到不算报告]
parameters:
  days:
    default: 30
    unit: 日
    mark: policy
    note: 脱管的核查口径；脱管超过一个月是撤销缓刑、假释的情形（刑诉法解释第五百四十三条）
occurrence: [person_no, since]
columns:
  name: 姓名
  person_no: 矫正对象编号
  since: 最近一次有效报告（没有的为入矫日期）
  days_silent: 至核查日没有报告的日数
level: high
summary: "{name}（{subject}）自{since}起{days_silent}日没有有效报告。"
answers: 社区矫正记录的送数机关：应当查找并依规处理
clears: 报告记录未报送；住院或者经批准外出期间以其他方式报告；已被羁押而羁押记录未报送
--- */
with in_term as (
    select _ref, _organ, id_number, name, person_no, term_start, enrolled_on
    from corrections_cases
    where enrolled_on <= :as_of and term_start <= :as_of and (term_end is null or term_end >= :as_of)
        and (released_on is null or released_on > :as_of)
),
reported as (
    select id_number, "at", _ref
    from checkins
    where coalesce(passed, true) and "at" < cast(law_add_days(:as_of, 1) as timestamptz)
),
last_report as (
    select id_number, cast(max("at") as date) as day
    from reported
    group by id_number
),
silent as (
    select t._ref, t._organ, t.id_number, t.name, t.person_no, t.term_start, r.day,
        case when r.day > t.enrolled_on then r.day else t.enrolled_on end as since
    from in_term as t
    left join last_report as r on r.id_number = t.id_number
)
select s.id_number as subject, concat_ws('|', s.person_no, cast(s.since as varchar)) as occurrence, s._organ as organ,
    s.name, s.person_no, s.since, date_diff('day', s.since, :as_of) as days_silent, s._ref as evidence, r._ref as evidence_report
from silent as s
left join reported as r on r.id_number = s.id_number and r."at" >= cast(s.day as timestamptz)
where date_diff('day', s.since, :as_of) > :days
    and not exists (
        select 1 from custody_records as c
        where c.id_number = s.id_number and c.admitted_on <= :as_of and (c.released_on is null or c.released_on > s.since)
    )
    and not exists (
        select 1 from compulsory_measures as m
        where m.id_number = s.id_number and m.kind in ('detention', 'arrest') and m.from_date <= :as_of
            and coalesce(m.to_date > s.since, m.from_date >= s.term_start)
    )
