/* ---
model: investigation_irregular
title: 调查评估程序不合规定
grain: 每件调查评估案件每个问题一行
purpose: 发现没有当日通知检察机关、六个月内重复委托、未采信不说明理由以及长期不反馈采信情况的调查评估。
logic: >
  通知人民检察院的日期晚于收到委托次一工作日的；六个月内已有评估意见，仍再次调查的；
  未采信而没有说明理由的；意见出具后超过规定日数没有反馈是否采信的。
source: [社区矫正法实施办法 第十三条, 社区矫正法实施办法 第十四条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第五条]
reads: [case_investigation]
leaves_out: [次一工作日通知的, 引用原意见答复的, 登记有居住地变更、保证人更换等新情况而重新调查的, 满六个月后再次委托的, 规定日数以内没有反馈的, 委托撤回的]
parameters:
  answer_days: {default: 90, unit: 日, mark: policy, note: 意见出具后多少日内应当反馈是否采信}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  received_on: 收到委托日期
  told_on: 通知检察机关日期
  signed_on: 意见出具日期
level: medium
summary: "{name}（{subject}）调查评估案件{number}：{finding_zh}。"
answers: 通知、重复调查方面为社区矫正机构，说明理由、反馈方面为委托机关：应当说明
clears: 通知、反馈另有书面而没有登记；原意见因居住地、保证人变化失效
caveat: 通知检察机关以次一工作日、反馈以九十日为默认值。
--- */
with told as (
    select *, coalesce(number, "case") as case_number
    from case_investigation
    where accept__on is not null
),
found as (
    select *, 'procuratorate_late' as finding, '没有及时通知检察机关' as finding_zh, organ__agency as answering
    from told where accept__procuratorate_told_on > law_add_working_days(accept__received_on, 1)
    union all
    select *, 'repeated', '六个月内已有评估意见，再次调查', organ__agency
    from told where accept__outcome in ('accepted', 'incomplete') and not coalesce(accept__new_facts, false) and law_months_after(accept__earlier_opinion_on, 6) > accept__received_on
    union all
    select *, 'no_reason', '未采信没有说明理由', organ__commissioner
    from told where value__adopted = 'no' and not coalesce(outcome__reason_given, false)
    union all
    select *, 'no_decision', '没有反馈是否采信', organ__commissioner
    from told where ended_on is null and sign__on is not null and outcome__on is null and law_add_days(sign__on, :answer_days) < :as_of
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '被调查人') as name, accept__received_on as received_on,
    accept__procuratorate_told_on as told_on, sign__on as signed_on, _ref as evidence
from found
