/* ---
indicator: search_in_time
title: 强制检索率
grain: 每件应当检索且应当评议的类案检索办件一行
purpose: 衡量应当检索类案的案件是否检索并按时写出报告
logic: 应当检索类案的办件中，报告在时限以内提交的，除以已经提交的与时限已过仍未提交的之和
source: [统一法律适用加强类案检索的指导意见 第二条]
reads: [case_similar_search]
leaves_out: [自愿检索的, 时限未到且没有提交的, 情形消失而撤回的]
columns:
  number: 编号
  case_no: 案号
  searched_on: 报告提交日
  meeting_at: 会议时间
kind: share
unit: 件
group_by: organ
better: up
--- */
select
    report__on is not null and (report__due_on is null or report__on <= report__due_on) as hit, concat('document:', "case") as link, opening__case_no as label, organ, coalesce(report__on, report__due_on) as day,
    number, opening__case_no as case_no, report__on as searched_on, opening__meeting_at as meeting_at
from case_similar_search
where opening__forced and coalesce(result, '') <> 'withdrawn' and (report__on is not null or report__due_on < :as_of)
