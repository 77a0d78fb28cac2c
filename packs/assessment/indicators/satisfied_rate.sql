/* ---
indicator: satisfied_rate
title: 一审服判息诉率
grain: 每件案件一行
purpose: 看一审裁判的认可程度。
logic: 期间内审结的一审案件中，没有上诉、抗诉的比例。
source: [刑事诉讼法 第二百零八条]
reads: [register_trial_quality]
columns:
  case_no: 案号
  level: 程序
  accepted_on: 立案日期
  closed_on: 结案日期
  result: 结果
kind: share
unit: 件
group_by: organ
better: up
caveat: 口径为常用算法，未见官方公式。
--- */
select not coalesce(contested, false) as hit, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where level = 'first' and closed_on is not null and state <> 'removed'
