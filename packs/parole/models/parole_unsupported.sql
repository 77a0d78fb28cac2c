/* ---
model: parole_unsupported
title: 假释没有调查评估或者调查评估失效、书面审理未讯问
grain: 每件假释案件每个问题一行
purpose: 发现没有调查评估就提请、调查评估晚于提请、裁定时调查评估已过六个月有效期，以及书面审理没有讯问罪犯的假释案件。
logic: >
  提请时没有调查评估意见的；意见出具日期晚于提请日期的；准予假释的裁定日期晚于意见有效期的；
  作出裁定的案件书面审理而没有讯问被提请假释罪犯的；调查评估不适宜而准予假释、裁定没有记明理由的。
source: [社区矫正法 第十八条, 减刑假释案件审理程序的规定 第二条, 减刑假释案件审理程序的规定 第十五条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第五条]
reads: [case_parole, case_parole_detention]
leaves_out: [有效期最后一日裁定的, 提请当日出具意见的, 不予假释、准许撤回的, 开庭审理的, 调查评估不适宜而裁定记明理由的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  filed_on: 提请日期
  issued_on: 调查评估出具日期
  valid_until: 调查评估有效期
  ruled_on: 裁定日期
level: high
summary: "{name}（{subject}）假释案件{number}：{finding_zh}。"
answers: 提请方面的问题为监狱、看守所，裁定方面的问题为审理法院：应当说明并依法纠正
clears: 调查评估意见在卷而没有登记；延长或者重新委托的意见另有文书；讯问笔录在卷
caveat: 调查评估意见的有效期以居住地、保证人没有变化为前提。
--- */
with proposed as (
    select "case", number, subject, subject_name, organ, _organ, _ref, organ__prison, organ__court, file__filed_on, file__on,
        ruling__ruled_on, ruling__on, ruling__outcome, ruling__grounds_text, investigate__on, investigate__issued_on,
        investigate__valid_until, investigate__conclusion, trial__form_of_trial, trial__questioned
    from case_parole
    union all
    select "case", number, subject, subject_name, organ, _organ, _ref, organ__prison, organ__court, file__filed_on, file__on,
        ruling__ruled_on, ruling__on, ruling__outcome, ruling__grounds_text, investigate__on, investigate__issued_on,
        investigate__valid_until, investigate__conclusion, trial__form_of_trial, trial__questioned
    from case_parole_detention
),
cases_filed as (
    select *, coalesce(number, "case") as case_number, coalesce(file__filed_on, file__on) as filed, coalesce(ruling__ruled_on, ruling__on) as ruled,
        coalesce(investigate__valid_until, law_months_after(investigate__issued_on, 6)) as until_on
    from proposed
    where file__on is not null
),
found as (
    select *, 'no_investigation' as finding, '没有调查评估就提请' as finding_zh, organ__prison as answering
    from cases_filed where investigate__on is null
    union all
    select *, 'issued_after_filing', '调查评估意见晚于提请', organ__prison
    from cases_filed where investigate__issued_on > filed
    union all
    select *, 'out_of_date', '裁定时调查评估意见已过有效期', organ__court
    from cases_filed where ruling__outcome = 'granted' and until_on < ruled
    union all
    select *, 'not_questioned', '书面审理没有讯问罪犯', organ__court
    from cases_filed where ruling__outcome in ('granted', 'refused') and trial__form_of_trial = 'written' and not coalesce(trial__questioned, false)
    union all
    select *, 'against_opinion', '调查评估不适宜而准予假释，裁定没有记明理由', organ__court
    from cases_filed where ruling__outcome = 'granted' and investigate__conclusion = 'not_fit' and ruling__grounds_text is null
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '罪犯') as name, filed as filed_on, investigate__issued_on as issued_on,
    until_on as valid_until, ruled as ruled_on, _ref as evidence
from found
