/* ---
model: travel_approved_after
title: 经常性跨市县活动先外出后批准
grain: 每件经常性跨市县活动许可每个问题一行
purpose: 发现批准晚于外出、许可期超过六个月的经常性跨市县活动。
logic: >
  第一次登记的外出日期早于批准日期的；
  许可期的止日晚于起日六个月的。
source: [社区矫正法实施办法 第二十九条]
reads: [case_frequent_travel]
leaves_out: [批准当日外出的, 恰满六个月的, 不予批准的, 已经转违规处理的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  decided_on: 批准日期
  trip_on: 外出日期
  valid_from: 许可起日
  valid_to: 许可止日
level: medium
summary: "{name}（{subject}）经常性跨市县活动许可{number}：{finding_zh}。"
answers: 批准的社区矫正机构：应当说明
clears: 外出另有单次请假批准；日期录入有误
--- */
with permits as (
    select *, coalesce(number, "case") as case_number
    from case_frequent_travel
    where value__decided_on is not null
),
found as (
    select *, 'trip_before' as finding, '批准以前已经外出' as finding_zh
    from permits where travel__trip_on < value__decided_on and coalesce(travel__outcome, 'trip') <> 'uncovered'
    union all
    select *, 'too_long', '许可期超过六个月'
    from permits where apply__valid_to > law_months_after(apply__valid_from, 6)
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__agency, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, value__decided_on as decided_on, travel__trip_on as trip_on,
    apply__valid_from as valid_from, apply__valid_to as valid_to, _ref as evidence
from found
