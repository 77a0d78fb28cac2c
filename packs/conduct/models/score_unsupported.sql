/* ---
model: score_unsupported
title: 加扣分没有日记载
grain: 每件加扣分一行
purpose: 发现已经同意、却没有当日记载作为事实来源的加分、扣分和专项加分。
logic: 已经同意的加分、扣分和专项加分，行为当日该监狱没有该罪犯的日记载，也没有补记。
source: [监狱计分考核罪犯工作规定 第二十七条, 监狱计分考核罪犯工作规定 第五十二条]
reads: [case_conduct, register_conduct_days]
leaves_out: [没有同意的, 处罚扣分, 当日有记载或者补记的]
occurrence: [number]
columns:
  number: 案件编号
  name: 姓名
  happened_on: 行为日期
  item: 条目
  tenths: 分值（十分之一分）
level: medium
summary: "{name}（{subject}）{happened_on}的加扣分（{number}）没有日记载。"
answers: 记分的监区和监狱计分考核工作组：应当补充事实依据或者重新审核
clears: 日记载在纸质台账而没有录入；行为日期有误
caveat: 只能核对平台的日记载台账。
--- */
with items as (
    select *, coalesce(number, "case") as case_number, coalesce(organ__prison, organ, _organ) as prison
    from case_conduct
    where value__decided_level is not null and propose__kind in ('bonus', 'deduction', 'special') and propose__happened_on is not null
),
kept as (
    select distinct subject_name, id_number, day, coalesce(organ, _organ) as prison
    from register_conduct_days
)
select coalesce(i.subject, i.case_number) as subject, i.case_number as occurrence, i.prison as organ, i.case_number as number,
    coalesce(i.subject_name, '罪犯') as name, i.propose__happened_on as happened_on, i.propose__item as item, i.propose__tenths as tenths, i._ref as evidence
from items as i
where not exists (
    select 1 from kept as k
    where coalesce(k.id_number = i.subject, k.subject_name = i.subject_name) and k.day = i.propose__happened_on and k.prison = i.prison
)
