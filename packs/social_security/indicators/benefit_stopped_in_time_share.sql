/* ---
indicator: benefit_stopped_in_time_share
title: 违规待遇按期停发率
grain: 每笔核实多领的待遇一行
purpose: 衡量核实服刑期间多领待遇后，是否在十个工作日内停发。
logic: 核实后十个工作日以内停发的，除以已停发的和期限已过仍没有停发的。
source: [社会保险法(2018) 第五十一条]
reads: [register_benefit_recoveries]
leaves_out: [没有核实的, 核实无误的, 尚未到期的]
columns:
  number: 编号
  person_name: 姓名
  checked_on: 核实日期
  stopped_on: 停发日期，没有停发的为空
kind: share
unit: 件
group_by: organ
better: up
caveat: 十个工作日为默认值，停发的依据为地方规定。
--- */
select stopped_on is not null and stopped_on <= law_add_working_days(checked_on, 10) as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, checked_on as day, cast(null as varchar) as link, number, person_name, checked_on, stopped_on
from register_benefit_recoveries
where checked_on is not null and state in ('checked', 'stopped', 'settled', 'written_off') and (stopped_on is not null or law_add_working_days(checked_on, 10) < :as_of)
