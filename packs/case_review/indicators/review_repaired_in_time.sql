/* ---
indicator: review_repaired_in_time
title: 评查问题按期补救率
grain: 每件瑕疵、不合格的评查一行
purpose: 衡量评查发现的问题是否在一个月内补救。
logic: 期间内审定的瑕疵、不合格案件中，审定后一个月内补救的，除以已经补救的与一个月已过仍未补救的之和。
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
leaves_out: [一个月未满且没有补救的]
columns:
  case_no: 案号
  grade: 等次
  decided_on: 审定日期
  repaired_on: 补救完成日
kind: share
unit: 件
group_by: organ
better: up
caveat: 一个月为政策默认。
--- */
select repaired_on is not null and repaired_on <= law_months_after(decided_on, 1) as hit, cast(null as varchar) as link, case_no as label, organ, decided_on as day, case_no, grade, decided_on, repaired_on
from register_review_results
where grade in ('flawed', 'unqualified') and (repaired_on is not null or law_months_after(decided_on, 1) < :as_of)
