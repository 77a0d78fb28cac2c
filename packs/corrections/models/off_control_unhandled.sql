/* ---
model: off_control_unhandled
title: 脱管没有认定处理
grain: 每件外出审批或者失联查找案件每个问题一行
purpose: 发现逾期未归、失去联系超过四十八小时而没有认定脱管、没有依法处理的。
logic: >
  外出期满（延长的以延长后的止日）后超过四十八小时仍登记为外出、没有登记未归的；期满超过四十八小时才返回，没有正当理由，也没有违规处理案件的；
  失去联系超过四十八小时，没有找到，也没有认定的。外出止日至当日二十四时届满，四十八小时从届满时起算。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十三条, 社区矫正法 第二十八条]
reads: [case_leave, case_lost_search, case_breach]
leaves_out: [四十八小时以内的, 延长经批准的, 写明就医、就学、诉讼、家庭或者工作重要事务等正当理由的, 已立违规处理案件的, 已找到的, 核查日当日届满的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  since: 外出止日或者最后联系日期
  days: 至返回日（没有返回的至核查日）的日数
level: high
summary: "{name}（{subject}）案件{number}：{finding_zh}，自{since}起{days}日。"
answers: 执行地县级社区矫正机构：应当认定是否脱管并依法训诫、警告或者提请处理
clears: 已返回而没有登记；有正当理由并已报告；已另行处理；被羁押而没有登记
demand: 核实去向，认定是否脱管，依法给予训诫、警告或者提请处理，并通报人民检察院。
--- */
with away as (
    select "case", _ref, _organ, organ, organ__agency, subject, subject_name, coalesce(number, "case") as case_number, ended_on,
        coalesce(value__leave_until, apply__to) as until_on, out__outcome, out__on, cast(out__returned_at as date) as returned_on,
        close__late_reason as late_reason, tell__outcome, breach__on
    from case_leave
    where tell__on is not null and tell__outcome <> 'refused'
),
handled as (
    select subject, max(opened_on) as opened_on
    from case_breach
    where subject is not null
    group by subject
),
found as (
    select a._ref, a._organ, coalesce(a.organ__agency, a.organ) as answering, a.subject, a.subject_name, a.case_number, 'not_back' as finding,
        '逾期未归超过四十八小时没有登记' as finding_zh, a.until_on as since, :as_of as until_day
    from away as a
    where a.ended_on is null and a.breach__on is null and date_diff('day', a.until_on, :as_of) > 3
        and (a.out__on is null or coalesce(a.out__outcome, '') = 'extend')
    union all
    select a._ref, a._organ, coalesce(a.organ__agency, a.organ), a.subject, a.subject_name, a.case_number, 'back_late',
        '逾期超过四十八小时返回，没有处理', a.until_on, a.returned_on
    from away as a
    left join handled as h on h.subject = a.subject and h.opened_on >= a.until_on
    where a.out__outcome = 'returned' and date_diff('day', a.until_on, a.returned_on) > 3 and a.late_reason is null and h.subject is null
    union all
    select _ref, _organ, coalesce(organ__agency, organ), subject, subject_name, coalesce(number, "case"), 'lost',
        '失去联系超过四十八小时没有认定', cast(opening__last_contact_at as date), :as_of
    from case_lost_search
    where ended_on is null and register__on is null and found__on is null and date_diff('day', cast(opening__last_contact_at as date), :as_of) > 3
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, since, date_diff('day', since, until_day) as days, _ref as evidence
from found
