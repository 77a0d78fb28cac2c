/* ---
model: incident_slow
title: 接处警超过规定分钟
grain: 每起警情每个问题一行
purpose: 发现派警、到达和首次反馈超过规定分钟的警情。
logic: >
  接报到派警超过规定分钟的；派警到到达超过该类地区规定分钟而没有记明原因的；
  到达后超过规定分钟才首次反馈的。
source: [公安机关办理刑事案件程序规定 第一百六十九条]
reads: [case_incident]
leaves_out: [恰在规定分钟到达的, 晚到而记明原因的, 农村地区没有统一分钟的, 上门报案当场登记的, 重复、骚扰、虚假警情]
parameters:
  dispatch_minutes: {default: 2, unit: 分钟, mark: policy, note: 接报到派警}
  feedback_minutes: {default: 30, unit: 分钟, mark: policy, note: 到达到首次反馈}
  arrival_minutes: {default: {city: 5, suburb: 10}, unit: 分钟, mark: policy, note: 派警到到达，按地区}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  called_at: 报警时间
  minutes: 所用分钟
  most_minutes: 规定分钟
  area: 地区（代码）
spoken:
  area: {city: 城区, suburb: 城郊, rural: 农村}
level: low
summary: "警情{number}：{finding_zh}，用时{minutes}分钟（规定{most_minutes}分钟）。"
answers: 派警过晚的为接警中心，到达、反馈过晚的为处警单位：应当说明
clears: 道路中断、警力都在现场而没有录入原因；时间录入有误
caveat: 分钟数没有全国统一规定，均为默认值，可以按地区设置。
--- */
with alarms as (
    select *, coalesce(receive__no, number, "case") as alarm_number,
        floor((epoch(dispatch__dispatched_at) - epoch(receive__called_at)) / 60) as to_dispatch,
        floor((epoch(arrive__arrived_at) - epoch(dispatch__dispatched_at)) / 60) as to_arrive,
        floor((epoch(handle__first_feedback) - epoch(arrive__arrived_at)) / 60) as to_feedback
    from case_incident
    where receive__outcome = 'received'
),
found as (
    select *, 'dispatched_late' as finding, '派警过晚' as finding_zh, organ__centre as answering, to_dispatch as used, cast(:dispatch_minutes as bigint) as most_minutes
    from alarms where to_dispatch > :dispatch_minutes
    union all
    select a.*, 'arrived_late', '到达过晚而没有记明原因', a.organ__station, a.to_arrive, cast(norm.value as bigint)
    from alarms as a join arrival_minutes as norm on norm.key = a.receive__area
    where a.to_arrive > norm.value and a.arrive__arrive_late_reason is null
    union all
    select *, 'feedback_late', '首次反馈过晚', organ__station, to_feedback, cast(:feedback_minutes as bigint)
    from alarms where to_feedback > :feedback_minutes
)
select alarm_number as subject, concat_ws('|', alarm_number, finding) as occurrence, coalesce(answering, organ, _organ) as organ,
    alarm_number as number, finding, finding_zh, receive__called_at as called_at, cast(used as bigint) as minutes, most_minutes, receive__area as area, _ref as evidence
from found
