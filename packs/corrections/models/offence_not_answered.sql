/* ---
model: offence_not_answered
title: 矫正对象违法犯罪未处理
grain: 每份矫正期内的治安处罚或者刑事强制措施一行
purpose: 发现社区矫正对象在矫正期内受到治安处罚或者被采取刑事强制措施，社区矫正机构没有作出处理。
logic: 治安处罚决定日期或者强制措施起日在矫正期内，此后规定日数内没有除表扬以外的奖惩记录，且核查日已过该日数。
source: [社区矫正法 第二十八条, 社区矫正法 第五十九条, 刑事诉讼法解释 第五百四十三条]
reads: [public_order_penalties, compulsory_measures, corrections_cases, discipline]
leaves_out: [矫正期开始前的, 最后一日作出处理的, 尚未过规定日数的]
parameters:
  days:
    default: 30
    unit: 日
    mark: policy
    note: 社区矫正机构作出处理的核查口径
occurrence: [decision_or_measure_no]
columns:
  name: 姓名
  decision_or_measure_no: 处罚决定书号或者强制措施文书号
  kind: 种类
  dated_on: 处罚决定日期或者强制措施起日
  answered_by: 应当处理的最后一日
duty: answered_by
spoken:
  kind: {penalty: 治安处罚, measure: 刑事强制措施}
level: high
summary: "{name}（{subject}）矫正期内{dated_on}被处罚或者采取强制措施（{decision_or_measure_no}），至{answered_by}没有处理记录。"
answers: 社区矫正记录的送数机关：应当依规训诫、警告、提请处罚或者提请撤销
clears: 公安机关未通知社区矫正机构；处罚已撤销；奖惩文书未报送；已收监
--- */
with offence as (
    select _ref, id_number, name, decision_no as decision_or_measure_no, 'penalty' as kind, decided_on as dated_on
    from public_order_penalties
    union all
    select _ref, id_number, name, measure_no, 'measure', from_date
    from compulsory_measures
),
due as (
    select *, law_add_days(dated_on, :days) as answered_by
    from offence
    where date_diff('day', dated_on, :as_of) > :days
)
select o.id_number as subject, o.decision_or_measure_no as occurrence, c._organ as organ,
    o.name, o.decision_or_measure_no, o.kind, o.dated_on, o.answered_by, o._ref as evidence, c._ref as evidence_case
from due as o
join corrections_cases as c on c.id_number = o.id_number
    and o.dated_on >= c.term_start and o.dated_on <= coalesce(c.released_on, c.term_end, :as_of)
where not exists (
    select 1 from discipline as d
    where d.id_number = o.id_number and d.kind <> 'praise' and d.decided_on >= o.dated_on and d.decided_on <= o.answered_by
)
