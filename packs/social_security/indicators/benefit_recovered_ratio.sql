/* ---
indicator: benefit_recovered_ratio
title: 违规待遇追回率
grain: 每笔核实多领的待遇一行
purpose: 衡量服刑期间违规领取的待遇追回情况。
logic: 已追回金额之和，除以核实的多领金额之和。
source: [社会保险法(2018) 第五十一条]
reads: [register_benefit_recoveries]
leaves_out: [没有核实的, 核实无误的]
columns:
  number: 编号
  person_name: 姓名
  over_yuan: 多领金额
  back_yuan: 已追回金额
kind: ratio
unit: 元
group_by: organ
better: up
--- */
select coalesce(back_yuan, 0) as part_count, over_yuan as whole_count, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, checked_on as day, cast(null as varchar) as link, number, person_name, over_yuan, back_yuan
from register_benefit_recoveries
where state in ('checked', 'stopped', 'settled', 'written_off') and over_yuan > 0
