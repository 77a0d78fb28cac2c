/* ---
indicator: off_control_persons
title: 脱管认定
grain: 每件失联查找案件一行
purpose: 统计认定脱管的人次，逐件可查。
logic: 失联查找案件中认定脱管的件数。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十三条]
reads: [case_lost_search]
leaves_out: [有正当理由或者没有超过四十八小时的]
columns:
  number: 案件编号
  registered_on: 认定日期
kind: count
unit: 件
group_by: organ
better: down
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, register__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, register__on as registered_on
from case_lost_search
where register__outcome = 'registered'
