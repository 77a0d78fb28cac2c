/* ---
indicator: callback_satisfied
title: 警情回访满意率
grain: 每起回访并评价的警情一行
purpose: 衡量群众对处警的评价
logic: 有满意度的警情中，很满意、满意和一般的比例
source: [公安机关办理刑事案件程序规定 第一百六十九条]
reads: [register_alarms]
leaves_out: [没有接通或者没有评价的]
columns:
  no: 接警单
  outcome: 结果
  score: 满意度
kind: share
unit: 起
group_by: organ
better: up
caveat: 应与回访率一并看
--- */
select score in ('s3', 's4', 's5') as hit, cast(null as varchar) as link, no as label, organ, entered_on as day, no, outcome, score
from register_alarms
where score is not null
