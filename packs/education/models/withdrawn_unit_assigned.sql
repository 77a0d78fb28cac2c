/* ---
model: withdrawn_unit_assigned
title: 已下架资料仍在布置学习
grain: 每条学习布置一行
purpose: 发现法律修改、内容有误等已经下架的资料，仍作为学习任务布置给社区矫正对象，没有更换。
logic: 布置的学习单元在资料库中只有已下架的资料，下架已满规定日数，布置仍未完成、未免除。
source: [社区矫正法 第三十六条]
reads: [register_study_assignments, register_education_units]
leaves_out: [资料库没有登记该单元的, 同一单元另有使用中资料的, 下架未满规定日数的, 已完成、已免除、逾期已登记的]
parameters:
  days: {default: 5, unit: 日, mark: policy, note: 资料下架后更换学习任务的口径}
occurrence: [number]
columns:
  number: 布置编号
  name: 姓名
  unit: 学习单元
  valid_to: 停用日期
  days_over: 停用后的日数
level: low
summary: "{name}的学习布置{number}（{unit}）所用资料已于{valid_to}停用，{days_over}日没有更换。"
answers: 布置学习的司法所、社区矫正机构：应当更换资料或者免除
clears: 已改用新资料而没有登记；停用日期登记有误
--- */
with kept as (
    select item, max(valid_to) as valid_to
    from register_education_units
    where item is not null
    group by item
    having count(*) filter (where state = 'withdrawn') > 0 and count(*) filter (where state <> 'withdrawn') = 0
)
select coalesce(given.id_number, given.subject_name) as subject, coalesce(given.number, given.entry) as occurrence, coalesce(given.organ, given._organ) as organ,
    coalesce(given.number, given.entry) as number, given.subject_name as name, given.unit, kept.valid_to,
    date_diff('day', kept.valid_to, :as_of) as days_over, given._ref as evidence
from register_study_assignments as given join kept on kept.item = given.unit
where given.state in ('assigned', 'studying') and kept.valid_to is not null and date_diff('day', kept.valid_to, :as_of) > :days
