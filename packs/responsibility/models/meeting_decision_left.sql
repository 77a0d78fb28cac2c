/* ---
model: meeting_decision_left
title: 联席会议议定事项没有落实
grain: 每个议定事项一行
purpose: 发现联席会议议定事项到期没有办结，或者反复顺延的情形。
logic: >
  议定事项期限已过仍在办理、也没有取消的；顺延次数达到规定次数仍未办结的。
source: [人民检察院刑事诉讼规则 第六百二十三条]
reads: [register_meeting_decisions]
leaves_out: [期限当日的, 已经办结或者取消的, 没有写明期限的, 顺延一次的]
parameters:
  most_rolled: {default: 2, unit: 次, mark: policy, note: 顺延多少次提示}
occurrence: [decision_no, finding]
columns:
  decision_no: 议定事项编号
  affair: 事项
  responsible: 责任单位
  due: 期限
  rolled: 顺延次数
  finding: 问题（代码）
  finding_zh: 问题
level: low
summary: "议定事项{decision_no}（{affair}，{responsible}，期限{due}，顺延{rolled}次）：{finding_zh}。"
answers: 责任单位：应当说明办理情况和下一步期限
clears: 已办结而没有登记；情况变化应当取消
caveat: 联席会议议定事项是约定，不是法定义务。
--- */
with open_ones as (
    select _ref, coalesce(organ_name, organ, _organ) as responsible, decision_no, affair, due, coalesce(rolled, 0) as rolled
    from register_meeting_decisions
    where state in ('open', 'rolled_over') and done_on is null
),
found as (
    select *, 'overdue' as finding, '期限已过没有办结' as finding_zh from open_ones where due < :as_of
    union all
    select *, 'rolled_again', '反复顺延没有办结' from open_ones where rolled >= :most_rolled
)
select decision_no as subject, concat_ws('|', decision_no, finding, strftime(due, '%Y-%m-%d')) as occurrence, responsible as organ,
    decision_no, affair, responsible, due, cast(rolled as bigint) as rolled, finding, finding_zh, _ref as evidence
from found
