/* ---
model: alarm_left
title: 定位告警搁置
grain: 每件告警处置案件一行
purpose: 发现定位告警没有人查看，或者查看后长期没有处置结果的。
logic: 告警日期后超过规定日数，没有查看，或者没有排除、转查找、成案的结论。
source: [社区矫正法 第二十九条, 社区矫正法 第三十条]
reads: [case_tracking_alarm]
leaves_out: [规定日数以内的, 已有结论的, 没有处置时限的种类（轨迹异常、长时间静止、期限将届）已查看的]
parameters:
  days: {default: 2, unit: 日, mark: policy, note: 告警后多少日没有结论列为线索}
occurrence: [number]
columns:
  number: 案件编号
  name: 姓名
  raised_on: 告警日期
  days_left: 至核查日的日数
  finding_zh: 问题
level: high
summary: "{name}（{subject}）{raised_on}的定位告警{number}{finding_zh}，已{days_left}日。"
answers: 值守的司法所、社区矫正机构：应当立即查明去向并处置
clears: 已处置而没有登记；并入其他告警
demand: 立即查明告警原因，失去联系的立即查找并通报检察院，说明搁置原因。
--- */
with raised as (
    select *, cast(opening__raised_at as date) as raised_on
    from case_tracking_alarm
    where ended_on is null
)
select coalesce(subject, number, "case") as subject, coalesce(number, "case") as occurrence, coalesce(organ__office, organ, _organ) as organ,
    coalesce(number, "case") as number, coalesce(subject_name, '社区矫正对象') as name, raised_on, date_diff('day', raised_on, :as_of) as days_left,
    case when see__on is null then '没有人查看' else '没有处置结论' end as finding_zh, _ref as evidence
from raised
where date_diff('day', raised_on, :as_of) > :days
    and (see__on is null or opening__alarm_kind not in ('impossible_speed', 'stationary', 'order_ending'))
