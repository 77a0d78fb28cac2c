/* ---
indicator: court_case_item
title: 案-件比（法院）
grain: 每件案件一行
purpose: 看一个纠纷经过几道程序。
logic: 期间内立案的一审案件加上期间内立案的二审、再审、执行等后续案件，除以一审案件，写作一比若干。
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
written_as: one_to
group_by: organ
better: down
--- */
select 1 as part_count, case when level = 'first' then 1 else 0 end as whole_count, case_no as label, coalesce(organ, _organ) as organ, accepted_on as day, concat('entry:', entry) as link,
    case_no, level, accepted_on, closed_on, result
from register_trial_quality
where accepted_on is not null and state <> 'removed'
