/* ---
model: child_not_asked
title: 收押、收监没有询问未成年子女
grain: 每次收押、收监一行
purpose: 发现收押、收监以后没有逐人询问有无未成年子女的情形。
logic: >
  看守所、监狱已经建立未成年子女情况登记台账以后收押、收监的人员，超过规定日数，该场所的台账没有其登记，也没有以其为父母的保障案件登记。
source: [监狱法 第三十八条, 未成年人保护法 第四十三条]
reads: [custody_records, register_child_registrations, case_child_protection]
leaves_out: [规定日数以内的, 规定日数以内已经释放、调出的, 登记无未成年子女的, 该场所建立台账以前收押的, 未成年犯管教所]
parameters:
  days: {default: 30, unit: 日, mark: policy, note: 收押、收监以后多少日内应当询问登记（实践做法为一个月）}
occurrence: [facility, admitted_on]
columns:
  name: 姓名
  facility: 羁押场所
  admitted_on: 收押、收监日期
  days: 已过日数
level: medium
summary: "{name}（{subject}）{admitted_on}进入{facility}，已过{days}日，没有询问有无未成年子女。"
answers: 收押、收监的看守所、监狱：应当立即询问登记，有子女无人照料的移送户籍地
clears: 登记在纸质台账；姓名录入不一致；由交付的机关已经询问
demand: 立即询问并登记，发现无人照料的未成年子女即时移送。
caveat: 三十日为默认值；台账按姓名核对。
--- */
with ledger as (
    select coalesce(organ, _organ) as facility, parent_name, held_on, asked_on
    from register_child_registrations
),
began as (
    select facility, min(asked_on) as since
    from ledger
    group by facility
),
admitted as (
    select *, row_number() over (partition by id_number, facility, admitted_on order by _ref) as place
    from custody_records
    where facility_kind in ('detention_house', 'prison') and law_add_days(admitted_on, :days) < :as_of
        and (released_on is null or released_on > law_add_days(admitted_on, :days))
)
select a.id_number as subject, concat_ws('|', a.facility, cast(a.admitted_on as varchar)) as occurrence, a._organ as organ,
    a.name, a.facility, a.admitted_on, date_diff('day', a.admitted_on, :as_of) as days, a._ref as evidence
from admitted as a
join began as b on b.facility = a.facility and b.since <= a.admitted_on
where a.place = 1
    and not exists (
        select 1 from ledger as l
        where l.facility = a.facility and l.parent_name = a.name and (l.held_on = a.admitted_on or l.asked_on >= a.admitted_on)
    )
    and not exists (select 1 from case_child_protection as c where c.subject = a.id_number)
