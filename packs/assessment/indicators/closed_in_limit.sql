/* ---
indicator: closed_in_limit
title: 审限内结案率
grain: 每件案件一行
purpose: 看审判是否在法定期限内完成。
logic: 期间内审结的案件中，在审限最后一日以前（含当日）审结的比例；没有登记审限的不作按期。
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
caveat: 百分之百并不自然，应当抽查延长审限是否依法。
--- */
select limit_on is not null and closed_on <= limit_on as hit, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where closed_on is not null and level <> 'execution' and state <> 'removed'
