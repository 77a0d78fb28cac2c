/* ---
indicator: service_rating_rate
title: 法律服务参评率
grain: 每件办结的服务一行
purpose: 衡量评价的代表性
logic: 已评价的，除以全部办结的
source: []
reads: [register_service_cases]
leaves_out: []
columns:
  case_no: 服务编号
  kind: 种类
  closed_on: 办结日期
  grade: 评价
kind: share
unit: 件
group_by: organ
better: up
caveat: 参评率过低时满意率没有代表性
--- */
select grade is not null as hit, cast(null as varchar) as link, case_no as label, organ, closed_on as day, case_no, kind, closed_on, grade
from register_service_cases
where closed_on is not null
