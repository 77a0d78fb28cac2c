/* ---
model: admission_refused_unlawfully
title: 不予收监不合规定
grain: 每次不予收监每个问题一行
purpose: 发现以没有床位、患病、怀孕等不属于法定不予收监情形的理由拒绝收监，没有当日抄送检察机关，以及检察机关认为应当收监后仍不收监的情形。
logic: >
  不予收监的理由为患病、怀孕哺乳、无床位、材料不齐（应当补充后收监）的；抄送检察机关的日期晚于不予收监日期的；
  检察机关提出应当收监意见后，超过规定日数没有收监的。
source: [监狱法 第三十二条, 人民检察院刑事诉讼规则 第六百二十五条]
reads: [register_admission_refusals]
leaves_out: [没有法律文书、送错人、余刑三个月以下的, 文书记载错误可能导致错误收监的, 当日抄送、当日收监的, 检察机关认为理由成立的]
parameters:
  admit_days: {default: 1, unit: 日, mark: policy, note: 检察机关提出应当收监意见后几日内应当收监}
occurrence: [number, finding]
columns:
  name: 姓名
  number: 登记编号
  finding: 问题（代码）
  finding_zh: 问题
  refused_on: 不予收监日期
  ground: 理由（代码）
  copied_on: 抄送日期
  opinion_on: 检察意见日期
  admitted_on: 收监日期
level: high
summary: "{name}（{subject}）于{refused_on}被不予收监（登记{number}）：{finding_zh}。"
answers: 不予收监的监狱：应当收监或者说明法定理由
clears: 另有法定不予收监理由而登记有误；收监日期没有登记
demand: 立即依法收监，并说明不予收监的理由和抄送情况。
caveat: 意见后一日为默认值；没有床位由主管机关另行指定场所，不是不予收监的理由。
--- */
with refused as (
    select *, coalesce(number, entry) as entry_number
    from register_admission_refusals
),
found as (
    select *, 'ground' as finding, concat('以', case ground when 'illness' then '患病' when 'pregnancy' then '怀孕、哺乳' when 'incomplete' then '材料不齐' else '没有床位' end, '为由不予收监') as finding_zh
    from refused where ground in ('illness', 'pregnancy', 'no_bed', 'incomplete')
    union all
    select *, 'copied_late', '没有当日抄送检察机关'
    from refused where copied_on > refused_on or (copied_on is null and refused_on < :as_of)
    union all
    select *, 'not_admitted', '检察机关认为应当收监，仍没有收监'
    from refused where opinion = 'admit' and coalesce(admitted_on, :as_of) > law_add_days(opinion_on, :admit_days)
)
select coalesce(id_number, person_name, entry_number) as subject, concat_ws('|', entry_number, finding) as occurrence, coalesce(organ, _organ) as organ,
    person_name as name, entry_number as number, finding, finding_zh, refused_on, ground, copied_on, opinion_on, admitted_on, _ref as evidence
from found
