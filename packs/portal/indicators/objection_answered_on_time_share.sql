/* ---
indicator: objection_answered_on_time_share
title: 异议按期答复率
grain: 每件应答复的异议一行
purpose: 衡量本人提出的异议是否在期限内书面答复。
logic: 期限最后一日以前（含当日）书面答复的，除以已答复和超期没有答复的。
source: [社区矫正法 第三十四条]
reads: [case_objection]
leaves_out: [期限没有届满、尚未答复的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  answered_on: 答复日期，没有的为空
kind: share
unit: 件
group_by: organ
better: up
--- */
select tell__on is not null and tell__on <= tell__due_on as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, tell__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, tell__due_on as due_on, tell__on as answered_on
from case_objection
where tell__due_on is not null and (tell__on is not null or (ended_on is null and tell__due_on < :as_of))
