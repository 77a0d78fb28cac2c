/* ---
indicator: execution_to_hand
title: 执行到位率
grain: 每件案件一行
purpose: 看执行案件的实际到位。
logic: 期间内结案的执行案件，到位金额之和除以申请金额之和。
source: [刑事诉讼法 第二百零八条]
reads: [register_trial_quality]
leaves_out: [没有登记申请金额的]
columns:
  case_no: 案号
  level: 程序
  accepted_on: 立案日期
  closed_on: 结案日期
  result: 结果
kind: ratio
unit: 元
group_by: organ
better: up
--- */
select coalesce(received_yuan, 0) as part_count, applied_yuan as whole_count, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link,
    case_no, level, accepted_on, closed_on, result
from register_trial_quality
where level = 'execution' and closed_on is not null and applied_yuan is not null and state <> 'removed'
