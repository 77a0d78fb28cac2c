/* ---
indicator: closing_ratio
title: 结收案比
grain: 每次立案、每次结案一行
purpose: 看法院收案与结案是否平衡。
logic: 期间内结案数除以同期新收案数；可以超过百分之百。
source: [刑事诉讼法 第二百零八条]
reads: [register_trial_quality]
columns:
  case_no: 案号
  level: 程序
  accepted_on: 立案日期
  closed_on: 结案日期
  result: 结果
kind: ratio
unit: 件
group_by: organ
better: none
caveat: 同时看期末存案；不同地区不排名。
--- */
select 0 as part_count, 1 as whole_count, case_no as label, coalesce(organ, _organ) as organ, accepted_on as day, concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where accepted_on is not null and state <> 'removed'
union all
select 1 as part_count, 0 as whole_count, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where closed_on is not null and state <> 'removed'
