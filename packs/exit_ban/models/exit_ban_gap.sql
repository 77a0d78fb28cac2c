/* ---
model: exit_ban_gap
title: 限制出境有缺口
grain: 每件限制出境案件每个问题一行
purpose: 发现决定机关没有限制而长期没有补办、限制止日早于矫正期止日、期间中断以及提前撤销的限制出境。
logic: >
  核对缺漏后超过规定的工作日没有补办的；最近一次的限制止日早于矫正期止日的；限制止日已过而矫正期没有届满的；
  期满撤销的生效日期不晚于矫正期止日的。
source: [社区矫正法 第二十七条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban]
leaves_out: [期满次日生效的撤销, 核查日即最后一日的, 死亡、赦免、报错人、收监、变更机构的提前撤销, 记明原因的外国人等例外]
parameters:
  mend_days: {default: 10, unit: 工作日, mark: policy, note: 报到后多少个工作日内应当补办}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  term_end: 矫正期止日
  limit_to: 限制止日
  effective_on: 撤销生效日期
level: high
summary: "{name}（{subject}）限制出境案件{number}：{finding_zh}。"
answers: 没有限制的为决定机关（二〇二六年二月二十一日以前裁判的为社区矫正机构），止日不足、中断和提前撤销的为社区矫正机构：应当立即补办
clears: 已经补办、续报而没有登记；矫正期依法变更
caveat: 补办的十个工作日为默认值；港澳台、外国籍人员由决定机关控制出境的，以例外记录为准。
--- */
with filed as (
    select *, coalesce(number, "case") as case_number, coalesce(value__limited_until, report__limit_to, tell_procuratorate__limit_to, mend__limit_to, limit__limit_to) as limited_to,
        coalesce(value__correction_end, opening__term_end) as ends_on
    from case_exit_ban
),
found as (
    select *, 'not_mended' as finding, '没有生效的限制，没有补办' as finding_zh,
        case when opening__judged_on < date '2026-02-21' then organ__agency else organ__decider end as answering
    from filed
    where ended_on is null and check__outcome = 'missing' and coalesce(accept__outcome, '') <> 'in_force' and coalesce(mend__outcome, 'silent') <> 'mended' and tell_procuratorate__on is null
        and coalesce(ends_on, :as_of) >= :as_of and law_add_working_days(coalesce(opening__arrived_on, check__on), :mend_days) < :as_of
    union all
    select *, 'ends_early', '限制止日早于矫正期止日', organ__agency
    from filed where ended_on is null and limited_to < ends_on and limited_to >= :as_of
    union all
    select *, 'lapsed', '限制已经到期，矫正期没有届满', organ__agency
    from filed where ended_on is null and limited_to < :as_of and coalesce(ends_on, :as_of) >= :as_of
    union all
    select *, 'lifted_early', '矫正期届满以前撤销', organ__agency
    from filed where lift__on is not null and coalesce(lift__outcome, 'lifted') = 'lifted' and coalesce(lift__effective_on, lift__on) <= ends_on
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, ends_on as term_end, limited_to as limit_to,
    lift__effective_on as effective_on, _ref as evidence
from found
