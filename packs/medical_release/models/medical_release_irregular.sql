/* ---
model: medical_release_irregular
title: 保外就医复查医院不合规定、应当不计入刑期没有提请
grain: 每件暂予监外执行案件每个问题一行
purpose: 发现在指定名录以外的医院复查即予继续的，以及通过非法手段或者脱逃的期间没有提出不计入刑期的案件。
logic: >
  最近一次病情复查的医院不在省级人民政府指定的名录内，仍据以继续的；
  收监情形为通过贿赂等非法手段被暂予监外执行或者脱逃，收监以后超过规定日数没有重新计算刑期裁定，或者收监决定没有写明不计入期间的。
source: [刑事诉讼法 第二百六十八条, 进一步规范暂予监外执行工作的意见 第二十五条]
reads: [case_medical_release, case_medical_release_court, case_medical_release_detention]
leaves_out: [决定不予收监的, 收监后规定日数以内的, 另行组织诊断的, 收监情形为情形消失的，执行的期间依法计入刑期, 已经释放、死亡而办结的]
parameters:
  recount_days: {default: 30, unit: 日, mark: policy, note: 收监后多少日内应有重新计算刑期的裁定}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  since: 起算日期
  days: 已过日数
level: high
summary: "{name}（{subject}）暂予监外执行案件{number}：{finding_zh}，已过{days}日。"
answers: 复查不合规定的为社区矫正机构，没有提请的为收监的执行机关：应当立即提请
clears: 复查结论录入有误；收监决定或者重新计算刑期裁定没有登记
caveat: 三十日为默认值；法定期限另由逾期模型核查。
--- */
with released as (
    select "case", number, subject, subject_name, organ, _organ, _ref, ended_on, recall_decision__outcome, recall_decision__recall_decided_on, recall_decision__on,
        recall_decision__recall_kind, recall_decision__not_counted, take_in__taken_on, take_in__on, recount_ruling__on, recount_ruling__due_on, follow__outcome, follow__on_list,
        follow__reviewed_on, value__recall_kind, organ__prison as answering, organ__corrections_agency
    from case_medical_release
    union all
    select "case", number, subject, subject_name, organ, _organ, _ref, ended_on, recall_decision__outcome, recall_decision__recall_decided_on, recall_decision__on,
        recall_decision__recall_kind, recall_decision__not_counted, take_in__taken_on, take_in__on, recount_ruling__on, recount_ruling__due_on, follow__outcome, follow__on_list,
        follow__reviewed_on, value__recall_kind, organ__prison as answering, organ__corrections_agency
    from case_medical_release_detention
    union all
    select "case", number, subject, subject_name, organ, _organ, _ref, ended_on, recall_decision__outcome, recall_decision__recall_decided_on, recall_decision__on,
        recall_decision__recall_kind, recall_decision__not_counted, take_in__taken_on, take_in__on, recount_ruling__on, recount_ruling__due_on, follow__outcome, follow__on_list,
        follow__reviewed_on, value__recall_kind, organ__court as answering, organ__corrections_agency
    from case_medical_release_court
),
told as (
    select *, coalesce(number, "case") as case_number, coalesce(recall_decision__recall_kind, value__recall_kind) as decided_kind,
        coalesce(take_in__taken_on, take_in__on) as taken_on
    from released
),
found as (
    select *, 'hospital_not_listed' as finding, '复查医院不在指定名录内，仍予继续' as finding_zh, organ__corrections_agency as by_organ, cast(null as varchar) as kind,
        follow__reviewed_on as since
    from told
    where ended_on is null and not follow__on_list and follow__outcome = 'continue'
    union all
    select *, 'not_stated', '收监决定没有写明不计入刑期的期间', answering, decided_kind, coalesce(recall_decision__recall_decided_on, recall_decision__on)
    from told
    where decided_kind in ('bribery', 'escape') and recall_decision__on is not null and recall_decision__outcome <> 'not_recalled' and recall_decision__not_counted is null
        and recount_ruling__on is null
    union all
    select *, 'not_recounted', '不计入刑期的期间没有重新计算刑期的裁定', answering, decided_kind, taken_on
    from told
    where decided_kind in ('bribery', 'escape') and recall_decision__outcome <> 'not_recalled' and recount_ruling__on is null and recount_ruling__due_on is null and law_add_days(taken_on, :recount_days) < :as_of
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(by_organ, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '罪犯') as name, since, date_diff('day', since, :as_of) as days, _ref as evidence
from found
