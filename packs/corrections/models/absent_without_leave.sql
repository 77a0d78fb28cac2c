/* ---
model: absent_without_leave
title: 不假外出
grain: 每条矫正期内异地住宿或者出行记录一行
purpose: 发现社区矫正对象未经批准离开所居住的市、县。
logic: >
  住宿或者未退票的出行发生在矫正期内的一日，住宿地、出发地或者到达地与当日任何一处执行地不在同一地域，且没有获准前往该地域并覆盖当日的外出审批。
  同一城市的市辖区合为一个地域，县和县级市各为一个地域。
source: [社区矫正法 第二十七条, 社区矫正法 第二十八条]
reads: [hotel_stays, journeys, corrections_cases, leaves]
leaves_out: [同城市辖区之间的, 已退票的, 请假覆盖当日的, 矫正期以外的, 执行地变更后在新执行地的]
occurrence: [evidence_no]
columns:
  name: 姓名
  evidence_no: 住宿登记号或者票号
  kind: 记录种类
  day: 发生日期
  division: 所到地行政区划
  executed_in: 执行地行政区划
spoken:
  kind: {stay: 住宿, journey: 出行}
  executed_in: division
level: high
summary: "{name}（{subject}）{day}未经批准到{division}（执行地{executed_in}），凭证{evidence_no}。"
answers: 社区矫正记录的送数机关：应当核查并依规处理
clears: 经常性跨市县活动已获批准；身份被冒用；同行人代为登记；请假审批未报送；跨县的同城通勤
demand: 对未经批准外出的社区矫正对象查明去向，依法给予训诫、警告或者提请处理。
--- */
with executed as (
    select _ref, _organ, id_number, division, term_start, coalesce(released_on, term_end, :as_of) as term_until,
        cast(term_start as timestamptz) as begins_at, cast(law_add_days(coalesce(released_on, term_end, :as_of), 1) as timestamptz) as over_at
    from corrections_cases
),
stayed as (
    select s._ref, s.id_number, s.name, s.stay_no as evidence_no, 'stay' as kind, cast(s.checkin_at as date) as day, s.division,
        c._ref as case_ref, c._organ, c.division as executed_in
    from hotel_stays as s
    join executed as c on c.id_number = s.id_number and s.division <> c.division
        and s.checkin_at >= c.begins_at and s.checkin_at < c.over_at
),
travelled as (
    select j._ref, j.id_number, j.name, j.ticket_no as evidence_no, 'journey' as kind, cast(j.depart_at as date) as day,
        j.from_division, j.to_division, c._ref as case_ref, c._organ, c.division as executed_in
    from journeys as j
    join executed as c on c.id_number = j.id_number and (j.from_division <> c.division or j.to_division <> c.division)
        and j.depart_at >= c.begins_at and j.depart_at < c.over_at
    where not coalesce(j.refunded, false)
),
elsewhere as (
    select * from stayed
    union all
    select _ref, id_number, name, evidence_no, kind, day, from_division, case_ref, _organ, executed_in
    from travelled
    where from_division <> executed_in
    union all
    select _ref, id_number, name, evidence_no, kind, day, to_division, case_ref, _organ, executed_in
    from travelled
    where to_division <> executed_in
),
place as (
    select division, case
            when substr(division, 1, 2) in ('11', '12', '31', '50') and substr(division, 3, 2) = '01' then substr(division, 1, 4)
            when substr(division, 3, 2) between '21' and '50' or substr(division, 3, 2) >= '71' then division
            when substr(division, 5, 2) <= '20' and substr(division, 3, 2) <> '00'
                and not (substr(division, 1, 2) in ('11', '12', '31', '50') and substr(division, 3, 2) = '02') then substr(division, 1, 4)
            else division
        end as area
    from (
        select division from elsewhere
        union select division from executed
        union select destination from leaves
    ) as named
),
away as (
    select v.*, a.area
    from elsewhere as v
    join place as a on a.division = v.division
),
at_home as (
    select distinct v._ref, v.division
    from away as v
    join executed as c on c.id_number = v.id_number and v.day >= c.term_start and v.day <= c.term_until
    join place as h on h.division = c.division and h.area = v.area
),
permitted as (
    select distinct v._ref, v.division
    from away as v
    join leaves as l on l.id_number = v.id_number and l.approver <> 'refused' and v.day >= l.from_date and v.day <= l.to_date
    join place as d on d.division = l.destination and d.area = v.area
)
select v.id_number as subject, v.evidence_no as occurrence, v._organ as organ,
    v.name, v.evidence_no, v.kind, v.day, v.division, v.executed_in, v._ref as evidence, v.case_ref as evidence_case
from away as v
left join at_home as h on h._ref = v._ref and h.division = v.division
left join permitted as p on p._ref = v._ref and p.division = v.division
where h._ref is null and p._ref is null
