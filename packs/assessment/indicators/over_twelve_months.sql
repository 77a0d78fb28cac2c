/* ---
indicator: over_twelve_months
title: 超十二个月未结案件比
grain: 每件案件一行
purpose: 看长期未结案件。
logic: 计算当日未结超过十二个月的案件，除以期间内结案与计算当日未结案件之和。
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
better: down
caveat: 以三百六十五日计；未结的以计算当日为准。
--- */
select closed_on is null and accepted_on + 365 < :as_of as hit, case_no as label, coalesce(organ, _organ) as organ, case when closed_on is null then cast(:as_of as date) else closed_on end as day,
    concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where accepted_on is not null and state <> 'removed'
