/* ---
indicator: second_remanded
title: 二审发回重审率
grain: 每件案件一行
purpose: 看一审裁判被撤销发回的情况。
logic: 期间内审结的二审案件中，发回重审的比例。
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
better: none
caveat: 分母为二审结案；口径未见官方公式。
--- */
select result = 'remanded' as hit, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link, case_no, level, accepted_on, closed_on, result
from register_trial_quality
where level = 'second' and closed_on is not null and state <> 'removed'
