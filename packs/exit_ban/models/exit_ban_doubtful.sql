/* ---
model: exit_ban_doubtful
title: 限制出境须核对的情形
grain: 每件限制出境案件每种情形一行
purpose: 提示同一人有两家报备、声明没有证件而后又发现证件、没有生效的限制期间批准外出的，核对后再作处理。
logic: >
  同一人有两件没有办结的限制出境案件，列后立的一件；声明没有出入境证件，以后以发现证件为由变更的；核对没有生效的限制、至补办（受理）以前，批准外出的起日落在其间的。
source: [出境入境管理法 第十二条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban, leaves]
leaves_out: [前一件已办结的, 限制生效以后的外出, 不予批准的外出, 例外情形, 变更报备机构等其他变更]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 情形（代码）
  finding_zh: 情形
  name: 姓名
  about: 另一案件编号或者外出起日
level: low
summary: "{name}（{subject}）限制出境案件{number}：{finding_zh}（{about}）。"
answers: 执行地县级社区矫正机构：应当核对
clears: 变更执行地期间新旧报备并存；外出目的地在境内且已核实；证件系新办并已代管
demand: 核对报备机构和证件，取得并妥善代管证件；没有生效限制的立即补办。
--- */
with filed as (
    select *, coalesce(number, "case") as case_number, coalesce(accept__on, tell_procuratorate__on, mend__on) as mended_on,
        coalesce(accept__outcome, '') = 'in_force' or coalesce(tell_procuratorate__outcome, '') = 'mended' or coalesce(mend__outcome, '') = 'mended' as mended
    from case_exit_ban
),
gaps as (
    select f.*, l.from_date, row_number() over (partition by f.case_number order by l.from_date) as place
    from filed as f
    join leaves as l on l.id_number = f.subject and l.approver <> 'refused'
        and l.from_date >= f.check__on and l.from_date < case when f.mended then f.mended_on else coalesce(f.ended_on, law_add_days(:as_of, 1)) end
    where f.check__outcome = 'missing'
),
found as (
    select b.subject, b.case_number, b.subject_name, b.organ__agency, b.organ, b._organ, b._ref, 'two_filed' as finding,
        '另有没有办结的限制出境案件' as finding_zh, min(a.case_number) as about
    from filed as a
    join filed as b on b.subject = a.subject and (b.opened_on > a.opened_on or (b.opened_on = a.opened_on and b.case_number > a.case_number))
    where a.ended_on is null and b.ended_on is null
    group by all
    union all
    select subject, case_number, subject_name, organ__agency, organ, _organ, _ref, 'paper_found', '声明没有证件而后发现证件', cast(change__on as varchar)
    from filed
    where papers__outcome = 'none' and change__change_kind = 'paper'
    union all
    select subject, case_number, subject_name, organ__agency, organ, _organ, _ref, 'leave_in_gap', '没有生效的限制期间批准外出', cast(from_date as varchar)
    from gaps where place = 1
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__agency, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, about, _ref as evidence
from found
