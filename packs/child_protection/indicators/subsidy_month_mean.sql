/* ---
indicator: subsidy_month_mean
title: 月人均补贴
grain: 每名保障对象最近一次发放一行
purpose: 掌握实际发放的补贴标准。
logic: 最近一次发放金额之和除以人数。
source: [未成年人保护法 第九十二条]
reads: [register_child_subsidies]
leaves_out: [没有发放的]
columns:
  number: 编号
  paid_on: 发放日期
  paid_yuan: 发放金额
kind: ratio
written_as: mean
unit: 元
group_by: organ
better: none
caveat: 每名对象只计最近一次发放。
--- */
select paid_yuan as part_count, 1 as whole_count, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, paid_on as day, cast(null as varchar) as link, number, paid_on, paid_yuan
from register_child_subsidies
where paid_yuan is not null
