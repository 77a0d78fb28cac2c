/* ---
model: two_classes_at_once
title: 同一人同时在两个集中教育班次到课
grain: 每人每两个班次一行
purpose: 发现同一司法所（社区矫正机构）的两次集中教育时间重叠，而同一人在两次都登记到课的，代签、虚记学时的线索。
logic: >
  已登记签到的两个班次，一个的开始时刻早于另一个结束（开始时刻加时长）的时刻、又晚于或者等于另一个开始时刻，同一姓名在两个班次都登记为到课的。
source: [社区矫正法 第三十六条, 社区矫正法实施办法 第四十三条]
reads: [register_education_sessions]
leaves_out: [前一班次结束时刻恰为后一班次开始时刻的, 登记为缺课、请假的, 不同司法所的同名, 已取消的班次]
occurrence: [earlier, later, name]
columns:
  name: 姓名
  earlier: 先开始的班次
  later: 后开始的班次
  began_at: 先开始的时刻
  began_later_at: 后开始的时刻
level: medium
summary: "{name}在班次{earlier}和{later}都登记到课，两个班次时间重叠。"
answers: 登记签到的司法所、社区矫正机构：应当核对签到记录
clears: 同名的两人；时刻、时长登记有误；中途由一个班次转到另一个班次
demand: 调取签到、签退记录和现场照片核对，有代签、虚记的，更正学时并说明原因。
caveat: 台账签到只记姓名，同名的须核对后再认定。
--- */
with named as (
    select coalesce(organ, _organ) as organ, coalesce(number, entry) as session, at, epoch(at) as begins, epoch(at) + minutes * 60 as ends, _ref, unnest(string_split(attendees, '；')) as line
    from register_education_sessions
    where state = 'held' and at is not null and minutes is not null and attendees is not null
),
there as (
    select organ, session, at, begins, ends, _ref, substr(line, 1, strpos(line, ' 到课') - 1) as name
    from named
    where line like '% 到课%'
)
select a.name as subject, concat_ws('|', a.session, b.session, a.name) as occurrence, a.organ, a.name, a.session as earlier, b.session as later,
    a.at as began_at, b.at as began_later_at, a._ref as evidence, b._ref as evidence_later
from there as a
join there as b on b.organ = a.organ and b.name = a.name and b.session <> a.session
    and (b.begins > a.begins or (b.begins = a.begins and b.session > a.session)) and b.begins < a.ends
