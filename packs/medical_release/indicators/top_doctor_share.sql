/* ---
indicator: top_doctor_share
title: 医生集中度
grain: 每件诊断为符合、登记了主诊医师的案件一行
purpose: 衡量符合暂予监外执行条件的诊断集中于一名医师的程度。
logic: 同一监狱（看守所）同一年度诊断为符合最多的那名医师所作的，除以全部登记了主诊医师的符合诊断。
source: [进一步规范暂予监外执行工作的意见 第十一条]
reads: [case_medical_release, case_medical_release_detention]
leaves_out: [诊断为不符合、意见分歧的, 没有登记主诊医师的]
columns:
  number: 案件编号
  doctor: 主诊医师
  examined_on: 诊断日期
kind: share
unit: 件
group_by: organ
better: none
caveat: 件数相同的取姓名在前的一人；集中本身不是违法，只作为专门审查的线索。
--- */
with fitting as (
    select coalesce(organ__prison, organ, _organ) as place, examine__first_doctor as doctor, examine__on as examined_on, coalesce(number, "case") as number, "case"
    from case_medical_release
    where examine__outcome = 'fits' and examine__first_doctor is not null and examine__on is not null
    union all
    select coalesce(organ__prison, organ, _organ), examine__first_doctor, examine__on, coalesce(number, "case"), "case"
    from case_medical_release_detention
    where examine__outcome = 'fits' and examine__first_doctor is not null and examine__on is not null
),
counted as (
    select place, strftime(examined_on, '%Y') as in_year, doctor, row_number() over (partition by place, strftime(examined_on, '%Y') order by count(*) desc, doctor) as rank
    from fitting
    group by place, strftime(examined_on, '%Y'), doctor
)
select c.rank = 1 as hit, f.number as label, f.place as organ, f.examined_on as day, concat('document:', f."case") as link, f.number, f.doctor, f.examined_on
from fitting as f
join counted as c on c.place = f.place and c.doctor = f.doctor and c.in_year = strftime(f.examined_on, '%Y')
