/* ---
indicator: exit_attempt_count
title: 口岸查获出境次数
grain: 每次在口岸查获社区矫正对象出境一行
purpose: 统计限制出境期间在口岸被查获的次数。
logic: 限制出境案件“生效中”环节登记为口岸查获的次数。
source: [出境入境管理法 第十二条]
reads: [case_steps]
leaves_out: [报错人被阻止的]
columns:
  number: 案件编号
  done_on: 查获登记日期
kind: count
unit: 次
group_by: organ
better: none
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, done_on as day, concat('document:', "case") as link, number, done_on
from case_steps
where procedure = 'exit_ban' and step = 'in_force' and outcome = 'attempt' and done_on is not null
