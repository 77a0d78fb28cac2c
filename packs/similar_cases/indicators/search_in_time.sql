/* ---
indicator: search_in_time
title: 强制检索率
grain: 每件应当检索且已经评议的类案检索办件一行
purpose: 衡量应当检索类案的案件是否检索并按时写出报告
logic: 应当检索类案、报告已经提交的办件中，报告在时限以内提交的比例
source: [统一法律适用加强类案检索的指导意见 第二条]
reads: [case_similar_search]
leaves_out: [自愿检索的, 尚未提交报告的]
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
    report__due_on is null or report__on <= report__due_on as hit, concat('document:', "case") as link, opening__case_no as label, organ, report__on as day,
    number, opening__case_no as case_no, report__on as searched_on, opening__meeting_at as meeting_at
from case_similar_search
where opening__forced and report__on is not null
