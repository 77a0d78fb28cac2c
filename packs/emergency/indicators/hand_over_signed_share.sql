/* ---
indicator: hand_over_signed_share
title: 交接班签名率
grain: 每次交接班一行
purpose: 衡量交接班是否双方签名。
logic: 双方已签名的，除以已交班的。
source: [社区矫正法实施办法 第五十二条]
reads: [register_shift_hand_overs]
leaves_out: [当日交班的]
columns:
  day: 日期
  shift: 班次代码
kind: share
unit: 次
group_by: organ
better: up
--- */
select state = 'signed' as hit, concat_ws(' ', cast(day as varchar), shift) as label, coalesce(organ, _organ) as organ, day, cast(null as varchar) as link, shift
from register_shift_hand_overs
where state = 'signed' or day < :as_of
