/* ---
model: award_irregular
title: 表扬的积分或者程序不合规定
grain: 每件奖励案件每个问题一行
purpose: 发现积分不满六百分、周期内加扣分的异议没有办结以及评定后检察机关没有收到即给予表扬的案件。
logic: >
  给予表扬而周期累计积分不满六百分的；
  给予表扬时，该周期内的加扣分有复查、复核没有办结的；评为积极而有不得评为积极的情形的。
source: [监狱计分考核罪犯工作规定 第二十二条, 监狱计分考核罪犯工作规定 第三十六条]
reads: [case_award, case_conduct]
leaves_out: [恰满六百分的, 异议在评定以前已经办结的, 不属于该周期的加扣分, 不予奖励的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  total: 周期累计积分（百分之一分）
  approved_on: 评定日期
  disputed: 有异议的加扣分案件编号
level: medium
summary: "{name}（{subject}）奖励案件{number}：{finding_zh}。"
answers: 给予奖励的监狱：应当重新评定或者说明
clears: 积分结转没有录入；异议已经办结而没有登记
--- */
with given as (
    select *, coalesce(number, "case") as case_number, coalesce(approve__meeting_on, approve__on) as approved_on
    from case_award
    where approve__outcome in ('praise', 'praise_and_goods')
),
disputed as (
    select g."case" as award, min(coalesce(c.number, c."case")) as conduct_number
    from given as g
    join case_conduct as c on c.subject = g.subject and c.propose__happened_on between g.rate__cycle_from and g.rate__cycle_to
        and c.notice__outcome = 'objected' and c.notice__on <= g.approved_on and (c.ended_on is null or c.ended_on > g.approved_on)
    group by g."case"
),
found as (
    select g.*, 'under_600' as finding, '积分不满六百分' as finding_zh, cast(null as varchar) as conduct_number
    from given as g where g.rate__total < 60000
    union all
    select g.*, 'objection_open', '周期内加扣分的异议没有办结', d.conduct_number
    from given as g join disputed as d on d.award = g."case"
    union all
    select g.*, 'barred', '有不得评为积极的情形', cast(null as varchar)
    from given as g where g.rate__grade = 'positive' and g.rate__barred
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__prison, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '罪犯') as name, rate__total as total, approved_on, conduct_number as disputed,
    _ref as evidence
from found
