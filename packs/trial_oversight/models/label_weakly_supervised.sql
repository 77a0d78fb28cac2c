/* ---
model: label_weakly_supervised
title: 四类案件监督流于形式
grain: 每件标注案件每个问题一行
purpose: 发现标注而不监督、临近裁判解除标注、口头指令和违规监督没有处理的情形。
logic: >
  案件已经标注，规定日数以内没有监督指令、阅知记录，也没有裁判后结束监督的；计划裁判日期前规定日数以内解除标注的；监督指令为口头补录的；登记为违规监督，规定工作日内督察没有处理的；两项以上规则命中而审批为不标注的。
source: [适用刑事诉讼法的解释 第二百一十六条, 适用刑事诉讼法的解释 第二百一十七条]
reads: [case_case_label, register_directives]
leaves_out: [标注后三十日以内的, 已经阅知或者发出指令的, 没有写明计划裁判日期的解除, 书面指令, 已经处理的违规监督, 只有一项规则命中而不标注的, 不是规则提出的]
parameters:
  silent_days: {default: 30, unit: 日, mark: policy, note: 标注后多少日没有监督记录提示}
  lift_days: {default: 1, unit: 日, mark: policy, note: 计划裁判前多少日以内解除标注提示}
  inspect_workdays: {default: 5, unit: 个工作日, mark: policy, note: 督察处理违规监督的期限}
occurrence: [case_no, finding, since]
columns:
  case_no: 案号
  finding: 问题（代码）
  finding_zh: 问题
  since: 起算日期
level: medium
summary: "案件{case_no}：{finding_zh}（{since}）。"
answers: 人民法院审判管理、督察部门：应当核查监督过程并说明
clears: 监督在纸质卷宗留痕而没有登记；解除标注经批准并有理由；口头指令系紧急情况且已补书面
caveat: 只提示核查监督是否留痕，不涉及裁判结果。
--- */
with found as (
    select _ref, coalesce(organ__court, organ, _organ) as organ, coalesce(opening__case_no, number, "case") as case_no, 'silent' as finding,
        '标注后没有监督指令、阅知记录' as finding_zh, confirm__on as since
    from case_case_label
    where confirm__outcome = 'confirmed' and ended_on is null and supervise__on is null and law_add_days(confirm__on, :silent_days) < :as_of
    union all
    select _ref, coalesce(organ__court, organ, _organ), coalesce(opening__case_no, number, "case"), 'lifted_late', '临近裁判解除标注', supervise__on
    from case_case_label
    where supervise__outcome = 'lift' and supervise__judgment_planned_on is not null and supervise__on <= supervise__judgment_planned_on
        and law_add_days(supervise__on, :lift_days) >= supervise__judgment_planned_on
    union all
    select _ref, coalesce(organ__court, organ, _organ), coalesce(opening__case_no, number, "case"), 'rejected_two', '两项以上规则命中而不标注', confirm__on
    from case_case_label
    where confirm__outcome = 'rejected' and opening__proposed_by = 'rule' and array_length(opening__situations) >= 2
    union all
    select _ref, coalesce(organ, _organ), case_no, 'oral', '监督指令为口头补录', cast(issued_at as date)
    from register_directives where coalesce(oral, false)
    union all
    select _ref, coalesce(organ, _organ), case_no, 'irregular_left', '违规监督没有督察处理', cast(issued_at as date)
    from register_directives
    where state = 'irregular' and law_add_working_days(cast(issued_at as date), :inspect_workdays) < :as_of
)
select case_no as subject, concat_ws('|', case_no, finding, strftime(since, '%Y-%m-%d')) as occurrence, organ, case_no, finding, finding_zh, since, _ref as evidence
from found
