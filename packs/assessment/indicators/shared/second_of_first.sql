/* ---
indicator: {{name}}
title: {{title}}
grain: 每件审结的一审案件一行，每件{{how}}的二审案件一行
purpose: 看一审裁判被改变的情况，分母取一审结案，与以二审结案为分母的并列。
logic: 期间内审结的二审案件中{{how}}的件数，除以同期审结的一审案件数。
source: [刑事诉讼法 第二百零八条]
reads: [register_trial_quality]
leaves_out: [已经撤销登记的, 再审和执行案件]
columns:
  case_no: 案号
  level: 程序
  closed_on: 结案日期
  result: 结果
kind: ratio
unit: 件
group_by: organ
better: none
caveat: 两种分母并列，均未见官方公式；一审与二审不在同一法院，按单位分列时没有意义；不排名。
--- */
select 0 as part_count, 1 as whole_count, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link, case_no, level, closed_on, result
from register_trial_quality
where level = 'first' and closed_on is not null and state <> 'removed'
union all
select 1 as part_count, 0 as whole_count, case_no as label, coalesce(organ, _organ) as organ, closed_on as day, concat('entry:', entry) as link, case_no, level, closed_on, result
from register_trial_quality
where level = 'second' and result = '{{result}}' and closed_on is not null and state <> 'removed'
