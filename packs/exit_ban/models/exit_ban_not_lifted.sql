/* ---
model: exit_ban_not_lifted
title: 期满后限制出境没有撤销
grain: 每件限制出境案件每个问题一行
purpose: 发现矫正期满、提前终止后长期没有撤销的限制出境，以及没有归还代管证件的。
logic: >
  矫正期止日（变更的以变更后为准）后超过规定工作日仍没有办结撤销的；登记代管证件、撤销已办结而没有归还日期的。
source: [出境入境管理法 第十二条, 社区矫正法 第四十四条]
reads: [case_exit_ban]
leaves_out: [规定工作日以内的, 刑期延长后没有届满的, 无期徒刑没有止日的, 已转监所报备的, 没有代管证件的]
parameters:
  days: {default: 3, unit: 工作日, mark: policy, note: 期满后多少个工作日内应当办结撤销}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  term_end: 矫正期止日
  effective_on: 撤销生效日期，没有的为空
duty: term_end
level: high
summary: "{name}（{subject}）{term_end}期满，限制出境案件{number}：{finding_zh}。"
answers: 社区矫正机构：应当立即撤销、归还
clears: 已撤销、归还而没有登记；另有案件依法限制出境
demand: 立即办理撤销限制出境并归还证件，核实是否有人因此在口岸被阻。
--- */
with filed as (
    select *, coalesce(number, "case") as case_number, coalesce(value__correction_end, opening__term_end) as ends_on
    from case_exit_ban
),
found as (
    select *, 'not_lifted' as finding, '没有撤销' as finding_zh
    from filed
    where ended_on is null and lift_early__on is null and coalesce(lift__outcome, '') <> 'lifted' and (coalesce(limit__outcome, '') = 'told' or coalesce(mend__outcome, '') = 'mended' or coalesce(tell_procuratorate__outcome, '') = 'mended' or coalesce(accept__outcome, '') = 'in_force')
        and coalesce(in_force__outcome, '') not in ('recalled', 'ended_early', 'wrong_person') and law_add_working_days(ends_on, :days) < :as_of
    union all
    select *, 'papers_kept', '撤销后没有归还证件'
    from filed
    where papers__outcome = 'kept' and lift__outcome = 'lifted' and lift__papers_returned_on is null and law_add_working_days(lift__on, :days) < :as_of
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__agency, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, ends_on as term_end, lift__effective_on as effective_on, _ref as evidence
from found
