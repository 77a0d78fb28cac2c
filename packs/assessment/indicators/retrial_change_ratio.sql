/* ---
indicator: retrial_change_ratio
title: 再审改判发回重审比
grain: 每件案件一行
purpose: 看再审是否尽量依法改判而少发回。
logic: 期间内再审改判的案件数除以发回重审的案件数。
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
written_as: times
group_by: organ
better: up
--- */
select case when result = 'changed' then 1 else 0 end as part_count, case when result = 'remanded' then 1 else 0 end as whole_count, case_no as label, coalesce(organ, _organ) as organ, closed_on as day,
    concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where level = 'retrial' and closed_on is not null and result in ('changed', 'remanded') and state <> 'removed'
