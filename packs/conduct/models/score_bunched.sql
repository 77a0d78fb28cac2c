/* ---
model: score_bunched
title: 计分集中在审批界限附近
grain: 每个监区每种界限一行，或者每件恰因末月加分达标的奖励一行
purpose: 发现加扣分集中在报监狱审批的界限以下，以及周期末加分后恰好达到六百分的奖励。
logic: >
  核查日以前规定日数内，同一监狱同一监区的加分（扣分）件数达到规定数，其中略低于五分（十分）的占规定比例以上的；
  给予表扬的周期累计积分在六百分到六百零五分之间，周期最后三十日内有加分，不计该加分则不满六百分的。
source: [监狱计分考核罪犯工作规定 第四条, 监狱计分考核罪犯工作规定 第二十七条, 监狱计分考核罪犯工作规定 第三十八条]
reads: [case_conduct, case_award]
leaves_out: [没有加分而逐月满基础分恰为六百分的, 件数不足的, 恰为五分、十分的, 不同意的加扣分]
parameters:
  within_days: {default: 180, unit: 日, mark: policy, note: 统计期间}
  least_items: {default: 10, unit: 件, mark: policy, note: 少于此数的不比较}
  share: {default: 0.6, unit: 比例, mark: policy, note: 略低于界限的占比}
  bonus_edge: {default: 45, unit: 十分之一分, mark: policy, note: 加分四分五至五分以下视为略低于五分}
  deduction_edge: {default: 95, unit: 十分之一分, mark: policy, note: 扣分九分五至十分以下视为略低于十分}
  over_hundredths: {default: 500, unit: 百分之一分, mark: policy, note: 周期累计超过六百分不多于五分}
occurrence: [place, finding]
columns:
  place: 监区或者案件编号
  finding: 问题（代码）
  finding_zh: 问题
  near: 略低于界限的件数，或者末月加分
  whole: 全部件数，或者周期累计积分
level: low
summary: "{place}：{finding_zh}（{near}／{whole}）。"
answers: 监狱计分考核工作组：应当抽查有关加扣分的事实和证据
clears: 该期间同类活动较多；加分标准本身为固定分值
caveat: 集中不等于违规，只作为抽查线索；界限附近的幅度和比例为默认值。
--- */
with decided as (
    select subject, coalesce(organ__prison, organ, _organ) as prison, unit, propose__kind as kind, propose__happened_on as happened_on, _ref,
        abs(coalesce(group_decision__tenths, ward_decision__tenths, propose__tenths)) as tenths
    from case_conduct
    where value__decided_level is not null and propose__kind in ('bonus', 'deduction')
),
lately as (
    select prison, coalesce(unit, prison) as place, kind, tenths, _ref
    from decided
    where happened_on <= :as_of and law_add_days(happened_on, :within_days) >= :as_of
),
wards as (
    select prison, place, kind, count(*) as whole, min(_ref) as evidence,
        sum(case when kind = 'bonus' and tenths >= :bonus_edge and tenths < 50 then 1 when kind = 'deduction' and tenths >= :deduction_edge and tenths < 100 then 1 else 0 end) as near
    from lately
    group by prison, place, kind
),
pushed as (
    select a."case" as award, sum(d.tenths) * 10 as added
    from case_award as a
    join decided as d on d.subject = a.subject and d.kind = 'bonus' and d.happened_on <= a.rate__cycle_to and law_add_days(d.happened_on, 30) > a.rate__cycle_to
    where a.approve__outcome in ('praise', 'praise_and_goods')
    group by a."case"
)
select w.place as subject, concat_ws('|', w.prison, w.place, w.kind) as occurrence, w.prison as organ, w.place,
    case when w.kind = 'bonus' then 'bonus_below' else 'deduction_below' end as finding,
    case when w.kind = 'bonus' then '加分集中在五分以下，不报监狱审批' else '扣分集中在十分以下，不影响评定积极' end as finding_zh,
    w.near, w.whole, w.evidence
from wards as w
where w.whole >= :least_items and w.near >= :share * w.whole
union all
select coalesce(a.subject, a."case"), concat_ws('|', coalesce(a.number, a."case"), 'pushed'), coalesce(a.organ__prison, a.organ, a._organ), coalesce(a.number, a."case"),
    'pushed', '周期最后三十日加分后恰满六百分', cast(p.added as bigint), a.rate__total, a._ref
from case_award as a
join pushed as p on p.award = a."case"
where a.rate__total >= 60000 and a.rate__total <= 60000 + :over_hundredths and a.rate__total - p.added < 60000
