/* ---
model: score_irregular
title: 计分考核异常
grain: 每名罪犯在一所监狱一个月的一种情形一行
purpose: 发现基础分、加分超过上限和加分缺少审核层级的情况。
logic: >
  同一罪犯同一月份，基础分合计超过上限，加分合计超过上限；或者一次加分达到报监狱审批的分值而缺少分监区、监区、监狱三级审核中的任何一级，
  不到该分值的加分缺少监区审核。
source: [监狱法_2012 第五十六条, 监狱法_2026 第八十二条, 监狱计分考核罪犯工作规定 第十条, 监狱计分考核罪犯工作规定 第二十七条]
reads: [conduct_scores]
leaves_out: [专项加分不计入加分, 恰好等于上限的, 不到报监狱审批分值而经监区审核的加分]
parameters:
  base_max:
    default: 100
    unit: 分每月
    mark: law
    note: 监狱计分考核罪犯工作规定第十条的月基础总分
  bonus_max:
    default: 50
    unit: 分每月
    mark: policy
    note: 各部分日常加分不超过其基础分的百分之五十（监狱计分考核罪犯工作规定第十条），三部分合计五十分；合计的口径可由各地另定
  reviewed_from:
    default: 5
    unit: 分每次
    mark: law
    note: 单次五分以上的加分报监狱计分考核工作组审批（监狱计分考核罪犯工作规定第二十七条）；分监区一级为省内三核三审的做法
occurrence: [prison, month, reason]
columns:
  name: 姓名
  prison: 监狱
  month: 月份
  reason: 情形
  reason_zh: 情形（中文）
  points: 合计分值，审核层级缺失的为有关加分合计
spoken:
  reason: {base_over: 基础分超限, bonus_over: 加分超限, review_missing: 审核层级缺失}
level: medium
summary: "{name}（{subject}）{month}在{prison}的计分考核{reason_zh}，合计{points}分。"
answers: 计分考核记录的送数监狱：应当复核
clears: 分值录入有误；加分类别误录；审核层级另有纸质记录
--- */
with scored as (
    select _ref, _organ, id_number, name, prison, strftime(scored_on, '%Y-%m') as month, scored_on, item, kind, points,
        kind = 'bonus' and not (
            coalesce(list_contains(reviews, 'ward'), false)
            and (
                points < :reviewed_from
                or (coalesce(list_contains(reviews, 'subward'), false) and coalesce(list_contains(reviews, 'prison'), false))
            )
        ) as review_missing
    from conduct_scores
),
entry as (
    select distinct id_number, prison, month, scored_on, item, kind, points, review_missing
    from scored
),
base as (
    select id_number, prison, month, 'base_over' as reason, '基础分超过上限' as reason_zh, sum(points) as points
    from entry
    where kind = 'base'
    group by id_number, prison, month
    having sum(points) > :base_max
),
bonus as (
    select id_number, prison, month, 'bonus_over' as reason, '加分超过上限' as reason_zh, sum(points) as points
    from entry
    where kind = 'bonus'
    group by id_number, prison, month
    having sum(points) > :bonus_max
),
unreviewed as (
    select id_number, prison, month, 'review_missing' as reason, '加分缺少审核层级' as reason_zh, sum(points) as points
    from entry
    where review_missing
    group by id_number, prison, month
),
found as (
    select * from base
    union all
    select * from bonus
    union all
    select * from unreviewed
)
select f.id_number as subject, concat_ws('|', f.prison, f.month, f.reason) as occurrence, s._organ as organ,
    s.name, f.prison, f.month, f.reason, f.reason_zh, f.points, s._ref as evidence
from found as f
join scored as s on s.id_number = f.id_number and s.prison = f.prison and s.month = f.month
where (f.reason = 'base_over' and s.kind = 'base')
    or (f.reason = 'bonus_over' and s.kind = 'bonus')
    or (f.reason = 'review_missing' and s.review_missing)
