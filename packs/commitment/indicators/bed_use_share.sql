/* ---
indicator: bed_use_share
title: 医疗收治床位使用率
grain: 每处收治场所每次登记一行
purpose: 衡量医疗收治床位是否紧张。
logic: 占用床位之和除以床位之和。
source: [监狱法 第三十二条]
reads: [register_treatment_beds]
leaves_out: [没有登记床位数的]
columns:
  place: 场所
  beds: 床位
  occupied: 占用
kind: ratio
unit: 张
group_by: organ
better: down
caveat: 达到百分之九十时，主管机关应当另行指定场所（默认值）。
--- */
select cast(occupied as double) as part_count, cast(beds as double) as whole_count, place as label, coalesce(organ, _organ) as organ, counted_on as day,
    cast(null as varchar) as link, place, beds, occupied
from register_treatment_beds
where beds > 0 and occupied is not null and counted_on is not null
