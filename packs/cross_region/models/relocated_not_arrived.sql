/* ---
model: relocated_not_arrived
title: 变更执行地后两头脱节
grain: 每件执行地变更案件每个问题一行
purpose: 发现决定变更执行地后，本人没有到新执行地报到、新执行地没有签收档案而无人查找的（两地都不管）。
logic: >
  报到期限最后一日的次日起超过规定日数没有报到、也没有登记未报到的；登记未报到后至核查日没有查找的；
  档案移交后新执行地签收期限已过规定日数没有签收的。
source: [社区矫正法 第二十七条, 社区矫正法实施办法 第三十一条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十二条]
reads: [case_relocation]
leaves_out: [规定日数以内的, 已报到签收的, 正在查找的, 查找不到已书面通知公安的, 不同意变更的]
parameters:
  days: {default: 3, unit: 日, mark: policy, note: 期限届满后的核查口径}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  due_on: 期限最后一日
level: high
summary: "{name}（{subject}）变更执行地案件{number}：{finding_zh}（期限{due_on}）。"
answers: 没有报到、签收的为新执行地社区矫正机构，没有查找的为原执行地社区矫正机构；两地应当共同消除脱节
clears: 已报到、签收而没有登记；本人申请撤回变更；两地另有书面约定
demand: 立即核清本人去向，办理报到和档案签收；下落不明的立即查找并通报检察院。
--- */
with moved as (
    select *, coalesce(number, "case") as case_number
    from case_relocation
    where decide__outcome = 'changed' or mediate__outcome = 'changed' or mediate_after__outcome = 'changed'
),
found as (
    select *, 'not_arrived' as finding, '没有报到，没有登记' as finding_zh, arrive__due_on as missed_on, organ__new_agency as answering
    from moved
    where ended_on is null and arrive__due_on is not null and arrive__on is null and date_diff('day', arrive__due_on, :as_of) > :days
    union all
    select *, 'not_searched', '没有报到，没有查找', arrive__due_on, organ__agency
    from moved
    where ended_on is null and arrive__outcome = 'missing' and search__on is null and date_diff('day', arrive__on, :as_of) > :days
    union all
    select *, 'file_not_received', '档案没有签收', receive__due_on, organ__new_agency
    from moved
    where hand_over__on is not null and receive__on is null and receive__due_on is not null and date_diff('day', receive__due_on, :as_of) > :days
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, organ__agency, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, missed_on as due_on, _ref as evidence
from found
