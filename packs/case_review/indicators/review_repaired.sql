/* ---
indicator: review_repaired
title: 评查问题补救率
grain: 每件瑕疵、不合格的评查一行
purpose: 衡量评查发现的问题是否补救
logic: 补救期限已过或者已经补救的瑕疵、不合格案件中，已经补救的比例
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
leaves_out: [补救期限未到且没有补救的]
columns:
  case_no: 案号
  grade: 等次
  due_on: 补救期限
  repaired_on: 补救完成日
kind: share
unit: 件
group_by: organ
better: up
caveat: 补救期限一个月为政策默认
--- */
select state = 'repaired' as hit, cast(null as varchar) as link, case_no as label, organ, decided_on as day,
    case_no, grade, due_on, repaired_on
from register_review_results
where grade in ('flawed', 'unqualified') and (state = 'repaired' or due_on < :as_of)
