/* ---
model: custody_extension_irregular
title: 延长侦查羁押期限提请、决定不合规定
grain: 每件延长侦查羁押期限案件每个问题一行
purpose: 发现提请过晚、期满以后才决定、期满没有决定以及批准的止日超出法定期限的延长侦查羁押期限案件。
logic: >
  提请日期晚于羁押期限届满七日前的；作出批准决定的日期晚于届满日的；届满日已过，没有决定，也没有撤回、不予受理或者不需要延长的；
  批准延长至的日期晚于按逮捕日期和延长次数计算的法定届满日的。
source: [刑事诉讼法 第一百五十六条, 人民检察院办理延长侦查羁押期限案件的规定 第四条, 人民检察院办理延长侦查羁押期限案件的规定 第十五条]
reads: [case_custody_extension]
leaves_out: [恰在届满七日前提请的, 届满当日决定的, 不予受理、不批准、撤回的, 核查日即届满日的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  ends_on: 羁押期限届满日
  happened_on: 提请或者决定日期
  until_on: 批准延长至
  latest: 法定最晚日期
level: high
summary: "{name}（{subject}）的延长侦查羁押期限案件{number}：{finding_zh}（现期限至{ends_on}届满）。"
answers: 提请过晚的为侦查机关，决定过晚、未决定和超出法定止日的为决定机关：应当说明理由并立即纠正
clears: 提请、决定日期录入有误；另有重新计算羁押期限的手续
demand: 立即审查羁押的依据，没有合法手续的释放或者变更强制措施，并说明超期提请、决定的理由。
caveat: 以平台办理记录为准；重新计算羁押期限的另有案件，应当一并核对。
--- */
with asked as (
    select *, coalesce(number, "case") as case_number, coalesce(request__asked_on, request__on) as asked_on,
        coalesce(decide_province__decided_on, decide__decided_on, decide_province__on, decide__on) as decided_on,
        coalesce(decide_province__on, decide__on) as any_decided_on, coalesce(decide_province__outcome, decide__outcome) as decided_as,
        coalesce(decide_province__until_on, decide__until_on) as granted_until,
        case when opening__extension_no > 1 then coalesce(organ__province, organ__upper) else organ__upper end as decider, law_add_days(opening__ends_on, -7) as ask_by,
        law_investigation_due(opening__arrested_on, opening__extension_no) as lawful_until
    from case_custody_extension
    where request__outcome = 'asked'
),
found as (
    select *, 'asked_late' as finding, concat('届满前不足七日才提请') as finding_zh, organ__police as answering, asked_on as happened_on, ask_by as latest
    from asked where asked_on > ask_by
    union all
    select *, 'decided_late', '期限届满以后才批准延长', decider, decided_on, opening__ends_on
    from asked where decided_as = 'granted' and decided_on > opening__ends_on
    union all
    select *, 'undecided', '期限已经届满，没有决定', decider, cast(null as date), opening__ends_on
    from asked where any_decided_on is null and ended_on is null and opening__ends_on < :as_of
    union all
    select *, 'too_long', '批准的止日超出法定期限', decider, granted_until, lawful_until
    from asked where decided_as = 'granted' and granted_until > lawful_until
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '当事人') as name, opening__ends_on as ends_on, happened_on,
    granted_until as until_on, latest, _ref as evidence
from found
