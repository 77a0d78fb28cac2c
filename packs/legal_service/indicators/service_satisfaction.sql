/* ---
indicator: service_satisfaction
title: 法律服务满意率
grain: 每件已评价的服务一行
purpose: 衡量服务对象的评价
logic: 非常满意、满意、基本满意的，除以已评价的；服务对象改评的以原评价计
source: []
reads: [register_service_cases]
leaves_out: [没有评价的]
columns:
  case_no: 服务编号
  kind: 种类
  closed_on: 办结日期
  grade: 评价
kind: share
unit: 件
group_by: organ
better: up
caveat: 必须与参评率一并看；另有严格口径（不含基本满意）
--- */
select grade in ('3', '4', '5') as hit, cast(null as varchar) as link, case_no as label, organ, closed_on as day, case_no, kind, closed_on, grade
from register_service_cases
where grade is not null
