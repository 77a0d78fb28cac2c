/* ---
model: child_referral_overdue
title: 未成年子女移送、查验、确认逾期
grain: 每件保障案件逾期的环节每次办理一行，台账中逾期没有移送的每条一行
purpose: 发现已经知道无人照料，而登记、安置、移送、查验、确认拖延的未成年子女，和没有落实照料就拖延的收押会商。
logic: >
  保障案件的登记、紧急安置、移送、查验、确认、发放，收押会商的会商、落实照料人，期限最后一日已过而没有办结的；登记台账中无人照料、移送期限已过而没有移送的。
source: [未成年人保护法 第四十三条, 未成年人保护法 第九十二条]
reads: [case_steps, register_child_registrations]
leaves_out: [核查日当日到期的, 已经办结、已经移送的, 依法中止计算期限的, 期限起算日不明的, 走访和变更照料（另有模型）]
occurrence: [number, step, round]
columns:
  number: 案件或者台账编号
  step: 环节代码
  round: 第几次
  title: 环节
  due_on: 应办理日
  days: 已超日数
duty: due_on
level: high
summary: "{number}的“{title}”应于{due_on}前办理，已超{days}日。"
answers: 承担该环节的发现机关、乡镇、民政部门：应当立即办理，并先行落实临时照料
clears: 已经移送、确认而没有登记；儿童已由他人照料
demand: 立即移送、查验或者确认，户籍地有争议的由发现地先行处置，并说明逾期原因。
caveat: 移送五个工作日为默认值；查验、确认期限全国为各十五个工作日，地方另有规定的从其规定。
--- */
select coalesce(subject, number, "case") as subject, concat_ws('|', coalesce(number, "case"), step, cast(round as varchar)) as occurrence, coalesce(organ, _organ) as organ,
    coalesce(number, "case") as number, step, round, title, due_on, date_diff('day', due_on, :as_of) as days, _ref as evidence
from case_steps
where ((procedure = 'child_protection' and step in ('register', 'place', 'refer', 'check', 'confirm', 'pay')) or (procedure = 'guardian_conference' and step in ('conference', 'place')))
    and done_on is null and due_on < :as_of and not coalesce(suspended, false)
union all
select coalesce(number, entry), concat_ws('|', coalesce(number, entry), 'register_refer', '1'), coalesce(organ, _organ),
    coalesce(number, entry), 'register_refer', 1, '移送户籍地乡镇', due_on, date_diff('day', due_on, :as_of), _ref
from register_child_registrations
where state = 'uncared' and due_on < :as_of
