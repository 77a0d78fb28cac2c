/* ---
model: custody_long_held
title: 久押不决
grain: 每名在押人员一行
purpose: 发现在侦查、审查起诉、一审、二审阶段羁押超过五年或者长期超期羁押的人员，并提示督办层级。
logic: >
  案件没有办结，最近登记的阶段为侦查、审查起诉、补充侦查、一审、二审，自羁押之日起超过规定年数的；或者登记的期限届满超过规定月数仍在押的。
  羁押超过八年或者超期超过六个月的为最高人民检察院督办，其他的为省级人民检察院督办。
source: [刑事诉讼法 第九十八条, 人民检察院刑事诉讼规则 第六百一十八条]
reads: [case_custody]
leaves_out: [恰满规定年数的, 死刑复核阶段的, 中止审理等期间不计入而没有届满日的期限不算超期, 已经释放、交付执行的]
parameters:
  held_years: {default: 5, unit: 年, mark: policy, note: 久押不决案件工作规定（试行）第二条，未经原文核对}
  supreme_years: {default: 8, unit: 年, mark: policy, note: 最高人民检察院督办的年数，未经原文核对}
  overdue_months: {default: 3, unit: 个月, mark: policy, note: 省级人民检察院督办的超期月数，未经原文核对}
  supreme_overdue_months: {default: 6, unit: 个月, mark: policy, note: 最高人民检察院督办的超期月数，未经原文核对}
occurrence: [number]
columns:
  number: 案件编号
  name: 姓名
  stage: 阶段（代码）
  held_from: 羁押起日
  due_on: 登记的期限
  supervision: 督办层级（代码）
  supervision_zh: 督办层级
level: high
summary: "{name}（{subject}）自{held_from}羁押至今仍未办结，应由{supervision_zh}督办。"
answers: 办案机关：应当说明久押不决的原因和办理计划
clears: 中途释放后再次羁押而没有登记；已经判决生效交付执行
demand: 查明久押不决的原因，依法及时办结或者变更强制措施，并按月报告进展。
caveat: 年数、月数依据的规定未经原文核对，作参数列出。
--- */
with held as (
    select *, coalesce(number, "case") as case_number, coalesce(cast(opening__detained_at as date), cast(admit__arrived_at as date)) as held_from
    from case_custody
    where ended_on is null and stage__stage in ('investigation', 'prosecution', 'supplement', 'trial_first', 'trial_second')
),
counted as (
    select *,
        coalesce(law_months_after(held_from, :supreme_years * 12) < :as_of, false) or coalesce(law_months_after(stage__due_on, :supreme_overdue_months) < :as_of, false) as supreme,
        coalesce(law_months_after(held_from, :held_years * 12) < :as_of, false) or coalesce(law_months_after(stage__due_on, :overdue_months) < :as_of, false) as provincial
    from held
)
select coalesce(subject, case_number) as subject, case_number as occurrence, coalesce(organ__case_organ, organ, _organ) as organ,
    case_number as number, coalesce(subject_name, '在押人员') as name, stage__stage as stage, held_from, stage__due_on as due_on,
    case when supreme then 'supreme' else 'province' end as supervision,
    case when supreme then '最高人民检察院' else '省级人民检察院' end as supervision_zh, _ref as evidence
from counted
where supreme or provincial
