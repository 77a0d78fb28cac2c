/* ---
indicator: filing_in_time
title: 按期立案率
grain: 每件已作出受案立案决定的警情一行
purpose: 看公安机关是否在审查期限内作出立案或者不予立案的决定。
logic: 期间内作出决定的警情中，在立案审查期限最后一日以前（含当日）决定的比例。
source: [公安机关办理刑事案件程序规定 第一百七十四条]
reads: [case_incident]
leaves_out: [还没有决定的, 审查期限起算日不明的]
columns:
  number: 警情编号
  due_on: 审查期限最后一日
  decided_on: 决定日期
  outcome: 决定（代码）
kind: share
unit: 件
group_by: organ
better: up
caveat: 期限为二十四小时、三日、七日、三十日，依案件种类和批准的延长；以小时计的按其最后一日。
--- */
select decide__on <= examine__due_on as hit, coalesce(number, title) as label, coalesce(organ__station, organ, _organ) as organ, decide__on as day,
    concat('document:', "case") as link, number, examine__due_on as due_on, decide__on as decided_on, decide__outcome as outcome
from case_incident
where decide__outcome in ('filed', 'admin_filed', 'not_filed', 'not_breach', 'moved') and examine__due_on is not null
