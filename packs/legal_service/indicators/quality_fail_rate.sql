/* ---
indicator: quality_fail_rate
title: 法律服务质量不合格率
grain: 每件抽查的服务一行
purpose: 衡量服务质量
logic: 抽查中不合格的比例
source: []
reads: [register_quality_checks]
leaves_out: []
columns:
  case_no: 服务编号
  kind: 种类
  points: 得分
  grade: 等次
kind: share
unit: 件
group_by: organ
better: down
caveat: 抽样结果；差评件全查，比例会偏高
--- */
select grade = 'fail' as hit, cast(null as varchar) as link, case_no as label, organ, checked_on as day, case_no, kind, points, grade
from register_quality_checks
