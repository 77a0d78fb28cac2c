/* ---
model: custody_chain_broken
title: 羁押期限衔接中断
grain: 每名在押人员每个阶段每个问题一行
purpose: 发现期满无手续而仍然羁押，以及移送后没有换押登记的情形。
logic: >
  登记的期限已过，看守所核查期满没有手续，案件没有办结的；
  移送下一机关后，超过规定日数没有登记新的阶段和期限的。
source: [刑事诉讼法 第九十八条, 人民检察院刑事诉讼规则 第六百一十四条, 人民检察院刑事诉讼规则 第六百一十五条]
reads: [case_custody]
leaves_out: [期限当日办理的, 核查日即期限最后一日的, 已经登记下一阶段期限的, 中止审理等期间不计入而没有届满日的]
parameters:
  handover_days: {default: 3, unit: 日, mark: policy, note: 移送后办理换押登记的日数，移送换押三日为默认值}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  due_on: 期限最后一日
  happened_on: 办理日期
  days_over: 超过的日数
duty: due_on
level: high
summary: "{name}（{subject}）羁押期限案件{number}：{finding_zh}，已超{days_over}日。"
answers: 没有手续的为办案机关，没有登记的为羁押场所：应当立即处理并说明
clears: 已经延长或者变更而没有登记；不计入期限的期间没有录入
demand: 立即核对羁押手续，没有合法手续的释放或者变更强制措施，并报告超期羁押的原因和处理结果。
caveat: 移送后换押的三日为默认值；不计入羁押期限的期间以登记为准；逾期通知、逾期处理由法定期限逾期模型核查。
--- */
with held as (
    select *, coalesce(number, "case") as case_number, coalesce(stage__times, 0) as stages, coalesce(answer__times, 0) as answers,
        coalesce(answer__answered_on, answer__on) as answered_on
    from case_custody
    where stage__on is not null
),
found as (
    select *, 'no_paper' as finding, '期限届满，没有释放、变更、延长或者移送的手续' as finding_zh, organ__case_organ as answering, stage__due_on as last_on,
        cast(null as date) as happened_on, :as_of as until_on
    from held where ended_on is null and stage__due_on < :as_of
        and (expire__outcome = 'none' and expire__on > stage__due_on or warn__outcome = 'none' and warn__on > stage__due_on)
    union all
    select *, 'not_handed_over', '移送后没有登记换押', organ__house, law_add_days(answered_on, :handover_days), cast(null as date), :as_of
    from held where ended_on is null and answers = stages and answer__outcome = 'handed_over' and law_add_days(answered_on, :handover_days) < :as_of
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding, cast(stages as varchar)) as occurrence, coalesce(answering, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '在押人员') as name, last_on as due_on, happened_on,
    date_diff('day', last_on, until_on) as days_over, _ref as evidence
from found
