/* ---
model: accident_told_late
title: 事故报告链条中断、迟延
grain: 每起事故每个问题一行
purpose: 发现事故核实后没有按时报告检察长、上一级检察院，或者没有派员的情形。
logic: >
  接报至报告检察长、上一级检察院超过规定分钟，或者规定分钟已过仍没有报告的；特别重大、重大事故没有派员的。
source: [人民检察院刑事诉讼规则 第六百六十二条]
reads: [case_accident_report]
leaves_out: [演练, 规定时间以内的, 核实不属实而终结的, 一般和较大事故没有派员的]
parameters:
  chief_minutes: {default: 60, unit: 分钟, mark: policy, note: 报告检察长}
  upper_minutes: {default: 120, unit: 分钟, mark: policy, note: 报告上一级检察院}
occurrence: [number, finding]
columns:
  number: 编号
  kind: 事故种类
  grade: 等级
  reported_at: 接报时间
  told_at: 报告时间，未报告为空
  finding: 问题（代码）
  finding_zh: 问题
spoken:
  kind: {death: 非正常死亡, escape: 脱逃, riot: 骚乱, epidemic: 公共卫生, injury: 重伤, self_harm: 自伤自杀, lost: 失联, release_error: 错误释放, cyber: 数据安全}
  grade: {I: 特别重大, II: 重大, III: 较大, IV: 一般}
level: high
summary: "事故{number}（{grade}，{reported_at}接报）：{finding_zh}，报告时间{told_at}。"
answers: 承办的人民检察院：应当立即报告并说明迟报原因
clears: 通信中断，已电话报告而没有登记；核实后降为不属实
caveat: 时间为默认值；规则要求及时报告，没有固定分钟数。
--- */
with accidents as (
    select _ref, coalesce(organ__office, organ, _organ) as organ, coalesce(number, "case") as number, opening__kind as kind, opening__level as grade,
        opening__reported_at as reported_at, tell_chief__chief_told_at as chief_at, tell_upper__upper_told_at as upper_at, dispatch__on, ended_on, verify__outcome
    from case_accident_report
    where opening__reported_at is not null and not coalesce(opening__drill, false) and coalesce(verify__outcome, '') <> 'unfounded'
),
found as (
    select *, chief_at as told_at, 'chief_late' as finding, '没有按时报告检察长' as finding_zh
    from accidents
    where (chief_at is not null and date_diff('minute', reported_at, chief_at) > :chief_minutes)
        or (chief_at is null and cast(reported_at as date) < :as_of and ended_on is null)
    union all
    select *, upper_at, 'upper_late', '没有按时报告上一级检察院'
    from accidents
    where (upper_at is not null and date_diff('minute', reported_at, upper_at) > :upper_minutes)
        or (upper_at is null and cast(reported_at as date) < :as_of and ended_on is null)
    union all
    select *, cast(null as timestamptz), 'nobody_sent', '特别重大、重大事故没有派员'
    from accidents
    where grade in ('I', 'II') and dispatch__on is null and cast(reported_at as date) < :as_of
)
select number as subject, concat_ws('|', number, finding) as occurrence, organ, number, kind, grade, reported_at, told_at, finding, finding_zh, _ref as evidence
from found
