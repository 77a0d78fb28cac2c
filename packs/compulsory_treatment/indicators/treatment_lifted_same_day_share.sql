/* ---
indicator: treatment_lifted_same_day_share
title: 当日解除率
grain: 每名收到解除决定的人员一行
purpose: 衡量强制医疗机构是否在收到解除决定的当日解除。
logic: 收到解除决定当日解除的，除以收到日期早于计算当日或者已经解除的。
source: [适用刑事诉讼法的解释 第六百四十七条]
reads: [register_treatment_residents]
leaves_out: [当日收到尚未解除的]
columns:
  number: 编号
  lift_received_on: 收到日期
  lifted_on: 解除日期
kind: share
unit: 人
group_by: organ
better: up
--- */
select coalesce(lifted_on = lift_received_on, false) as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, lift_received_on as day, cast(null as varchar) as link, number, lift_received_on, lifted_on
from register_treatment_residents
where lift_received_on is not null and (lifted_on is not null or lift_received_on < :as_of)
