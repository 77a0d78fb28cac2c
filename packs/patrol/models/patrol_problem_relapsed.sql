/* ---
model: patrol_problem_relapsed
title: 巡回检察问题销号后反复、严重问题只作口头纠正
grain: 每个问题一行
purpose: 发现整改销号以后同一场所同一检查项再次发现的问题，以及严重违法、重大隐患只作口头纠正的问题。
logic: >
  同一场所、同一检查项的问题已经销号或者即查即改，其后规定月数以内另一轮巡回检察又发现的；程度为严重违法或者重大隐患，处理方式为口头纠正的。
source: [人民检察院巡回检察工作规定 第三十七条, 人民检察院刑事诉讼规则 第六百二十四条]
reads: [register_patrol_problems]
leaves_out: [同一轮内的问题, 前一问题尚未销号的, 前一问题认定客观不能的, 没有写明检查项的, 检察机关派驻工作自身的问题]
parameters:
  relapse_months: {default: 12, unit: 个月, mark: policy, note: 销号后多少个月内再次发现算反复}
occurrence: [problem, finding]
columns:
  problem: 问题编号
  round_no: 巡回检察编号
  place: 场所
  item: 检查项
  finding: 问题类型（代码）
  finding_zh: 问题类型
  accepted_on: 前一问题销号日期
  found_on: 本次登记日期
level: medium
summary: "{place}检查项{item}（{round_no}）：{finding_zh}，前次销号{accepted_on}，本次登记{found_on}。"
answers: 被巡回检察的场所：应当说明整改为何没有巩固；只作口头纠正的由制发文书的人民检察院说明
clears: 两次问题的事实不同；检查项归类有误；口头纠正后已另行制发文书
caveat: 以检查项相同为准，是否同一问题须核对事实。
--- */
with problems as (
    select _ref, coalesce(place, organ, _organ) as place, round_no, coalesce(problem_no, number, entry) as problem, item, severity, handling, responsible, state,
        entered_on, coalesce(accepted_on, corrected_on) as cleared_on, organ as keeper
    from register_patrol_problems
),
found as (
    select later._ref, later.problem, later.round_no, later.place, later.item, 'relapsed' as finding, '销号后再次发现同一检查项的问题' as finding_zh,
        max(earlier.cleared_on) as accepted_on, later.entered_on as found_on, later.place as organ
    from problems as later
    join problems as earlier on earlier.place = later.place and earlier.item = later.item and earlier.round_no <> later.round_no
    where earlier.state in ('accepted', 'corrected') and earlier.cleared_on < later.entered_on and coalesce(later.responsible, '') <> 'office'
        and law_months_after(earlier.cleared_on, :relapse_months) >= later.entered_on
    group by later._ref, later.problem, later.round_no, later.place, later.item, later.entered_on
    union all
    select _ref, problem, round_no, place, item, 'oral_only', '严重违法或者重大隐患只作口头纠正', cast(null as date), entered_on, place
    from problems
    where severity in ('serious', 'hazard') and handling = 'oral' and state not in ('impossible', 'disputed')
)
select problem as subject, concat_ws('|', round_no, problem, finding) as occurrence, organ, problem, round_no, place, item, finding, finding_zh,
    accepted_on, found_on, _ref as evidence
from found
