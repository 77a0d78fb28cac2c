/* ---
model: incident_downgraded
title: 警情降格、先查后录
grain: 每起警情每个问题一行
purpose: 发现刑事警情改为纠纷、求助办结，报警有伤而作求助处理，先处置后录入以及长期停留在“正在调查核实”的警情。
logic: >
  报警类别为刑事，实际类别改为纠纷、求助、咨询、投诉或者其他，没有法制审核的；报警称有伤亡而实际类别为求助、咨询的；
  录入时间晚于处置完毕的；结果为正在调查核实，超过规定日数没有决定的。
source: [刑事诉讼法 第一百一十条, 公安机关办理刑事案件程序规定 第一百六十九条]
reads: [case_incident]
leaves_out: [法制部门审核同意的, 改为治安、交通警情并写明理由的, 规定日数以内的, 经批准延长审查的, 系统中断而补录的上门报案]
parameters:
  check_days: {default: 3, unit: 日, mark: policy, note: 正在调查核实的最长日数}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  called_at: 报警时间
level: medium
summary: "警情{number}：{finding_zh}。"
answers: 处警单位：应当说明并依法登记、立案
clears: 法制审核意见在卷而没有登记；系统中断期间的补录
caveat: 三日为默认值，经批准延长审查的不计入。
--- */
with alarms as (
    select *, coalesce(receive__no, number, "case") as alarm_number
    from case_incident
),
found as (
    select *, 'criminal_closed' as finding, '刑事警情改为其他类别办结，没有法制审核' as finding_zh
    from alarms
    where receive__kind = 'criminal' and classify__real_kind in ('dispute', 'help', 'consult', 'complaint', 'other') and classify__outcome in ('closed', 'settled')
        and legal_check__on is null
    union all
    select *, 'injury_as_help', '报警称有伤亡而作求助、咨询处理'
    from alarms where receive__injured and classify__real_kind in ('help', 'consult') and legal_check__on is null and receive__kind <> 'help'
    union all
    select *, 'entered_after', '先处置后录入'
    from alarms where receive__entered_at > handle__finished_at and receive__outcome = 'received'
    union all
    select *, 'undecided', '正在调查核实，超过规定日数没有决定'
    from alarms
    where value__outcome = 'O12' and ended_on is null and decide__on is null and transfer_out__on is null and value__extension is null
        and law_add_days(cast(receive__called_at as date), :check_days) < :as_of
)
select alarm_number as subject, concat_ws('|', alarm_number, finding) as occurrence, coalesce(organ__station, organ, _organ) as organ,
    alarm_number as number, finding, finding_zh, receive__called_at as called_at, _ref as evidence
from found
