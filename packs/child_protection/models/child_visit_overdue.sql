/* ---
model: child_visit_overdue
title: 未成年子女走访逾期
grain: 每件保障案件每次应当走访一行
purpose: 发现应当走访而没有走访，以及走访发现危险后没有及时变更照料的未成年子女。
logic: 走访、首次走访、按月走访或者变更照料的期限最后一日已过而没有办结的。
source: [未成年人保护法 第四十三条, 未成年人保护法 第九十二条]
reads: [case_steps]
leaves_out: [期限当日走访的, 核查日当日到期的, 情形消失、终止保障的, 依法中止计算期限的]
occurrence: [number, step, round]
columns:
  number: 案件编号
  step: 环节代码
  round: 第几次
  title: 环节
  due_on: 应办理日
  days: 已超日数
duty: due_on
level: medium
summary: "保障案件{number}的“{title}”应于{due_on}前办理，已超{days}日。"
answers: 承担走访的司法所、民政部门：应当立即走访或者变更照料
clears: 走访记录没有录入；儿童已迁出由其他地方走访
demand: 立即走访，了解照料、就学和安全情况，发现危险的立即变更照料。
caveat: 首次十日、首季度每月、其后每季度的走访期限为默认值。
--- */
select coalesce(subject, number, "case") as subject, concat_ws('|', coalesce(number, "case"), step, cast(round as varchar)) as occurrence, coalesce(organ, _organ) as organ,
    coalesce(number, "case") as number, step, round, title, due_on, date_diff('day', due_on, :as_of) as days, _ref as evidence
from case_steps
where procedure in ('child_protection', 'guardian_conference') and step in ('visit', 'visit_monthly', 'place_again') and done_on is null
    and due_on < :as_of and not coalesce(suspended, false)
