/* ---
model: organ_silent
title: 有处罚权的机关长期没有录入案件
grain: 每个机关一行
purpose: 发现有行政处罚权而长期没有向两法衔接平台录入一件案件的机关。
logic: >
  向平台录入过案件的机关，最近一次录入距核查日超过规定日数，其后没有登记并核实的。
source: [行政执法机关移送涉嫌犯罪案件的规定 第十四条]
reads: [admin_cases, register_silent_organs]
leaves_out: [规定日数以内有录入的, 已登记并核实的]
parameters:
  silent_days: {default: 90, unit: 日, mark: policy, note: 多少日没有录入}
occurrence: [organ_name, last_entry_on]
columns:
  organ_name: 机关
  last_entry_on: 最近一次录入
  days: 距今日数
level: low
summary: "{organ_name}最近一次录入为{last_entry_on}，已{days}日没有录入案件。"
answers: 有行政处罚权的机关：应当说明期间内有无立案、有无应当录入而没有录入的案件
clears: 期间内确无立案；已合并、撤销；系统故障期间另行报送
caveat: 没有录入不等于有案不录；从未报送过一件的机关看静默机关比例指标。
--- */
with entered as (
    select _organ as organ_name, max(entered_on) as last_entry_on, max_by(_ref, entered_on) as ref
    from admin_cases
    where entered_on <= :as_of
    group by 1
),
settled as (
    select organ_named as organ_name, max(found_on) as found_on
    from register_silent_organs
    where state = 'settled'
    group by 1
)
select e.organ_name as subject, concat_ws('|', e.organ_name, strftime(e.last_entry_on, '%Y-%m-%d')) as occurrence, e.organ_name as organ,
    e.organ_name, e.last_entry_on, date_diff('day', e.last_entry_on, :as_of) as days, e.ref as evidence
from entered as e
left join settled as s on s.organ_name = e.organ_name and s.found_on > e.last_entry_on
where s.organ_name is null and date_diff('day', e.last_entry_on, :as_of) > :silent_days
