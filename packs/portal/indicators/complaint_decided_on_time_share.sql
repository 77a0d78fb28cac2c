/* ---
indicator: complaint_decided_on_time_share
title: 投诉按期处理率
grain: 每件应处理的投诉举报一行
purpose: 衡量受理机关是否在期限内对投诉举报作出处理。
logic: 期限最后一日以前（含当日）作出处理的，除以已处理和超期没有处理的。
source: [社区矫正法 第三十四条, 社区矫正法 第六十一条]
reads: [case_complaint]
leaves_out: [期限没有届满、尚未处理的, 转送其他机关的, 向人民检察院提出的, 本人撤回的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  decided_on: 处理日期，没有的为空
kind: share
unit: 件
group_by: organ
better: up
--- */
select decide__on is not null and decide__on <= decide__due_on as hit, coalesce(number, "case") as label, coalesce(organ__desk, organ, _organ) as organ, decide__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, decide__due_on as due_on, decide__on as decided_on
from case_complaint
where decide__due_on is not null and (decide__on is not null or (ended_on is null and decide__due_on < :as_of))
