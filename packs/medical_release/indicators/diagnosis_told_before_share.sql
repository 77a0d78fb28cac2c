/* ---
indicator: diagnosis_told_before_share
title: 病情诊断提前通报率
grain: 每次组织诊断一行
purpose: 衡量组织诊断以前是否至少提前一个工作日通报检察机关。
logic: 通报日期在诊断日期一个工作日以前的，除以已经通报并有诊断日期的案件。
source: [进一步规范暂予监外执行工作的意见 第十七条]
reads: [case_medical_release, case_medical_release_detention]
leaves_out: [没有诊断日期的, 病情严重立即通报的]
columns:
  number: 案件编号
  told_on: 通报日期
  exam_on: 诊断日期
kind: share
unit: 件
group_by: organ
better: up
--- */
with examined as (
    select "case", number, coalesce(organ__prison, organ, _organ) as place, tell_procuratorate__told_on, approve_exam__exam_on, apply__urgent
    from case_medical_release
    union all
    select "case", number, coalesce(organ__prison, organ, _organ), tell_procuratorate__told_on, approve_exam__exam_on, apply__urgent
    from case_medical_release_detention
)
select law_add_working_days(tell_procuratorate__told_on, 1) <= approve_exam__exam_on as hit, coalesce(number, "case") as label, place as organ,
    approve_exam__exam_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, tell_procuratorate__told_on as told_on,
    approve_exam__exam_on as exam_on
from examined
where approve_exam__exam_on is not null and tell_procuratorate__told_on is not null and not coalesce(apply__urgent, false)
