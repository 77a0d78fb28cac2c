/* ---
indicator: service_satisfaction_strict
title: 法律服务满意率（严格口径）
grain: 每件已评价的服务一行
purpose: 不计基本满意的口径
logic: 非常满意、满意的，除以已评价的
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
caveat: 必须与参评率一并看
--- */
select grade in ('4', '5') as hit, cast(null as varchar) as link, case_no as label, organ, closed_on as day, case_no, kind, closed_on, grade
from register_service_cases
where grade is not null
