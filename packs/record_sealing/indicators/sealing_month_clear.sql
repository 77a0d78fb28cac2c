/* ---
indicator: sealing_month_clear
title: 月度核对无遗漏率
grain: 每次月度核对一行
purpose: 衡量应当封存的是否都已封存
logic: 月度核对中，未封存件数为零的比例
source: [未成年人犯罪记录封存的实施办法 第二十二条]
reads: [register_sealing_checks]
leaves_out: [没有核对的月份，由职责履行情况反映]
columns:
  month_end: 月份
  ended: 应封存
  not_sealed: 未封存
kind: share
unit: 次
group_by: organ
better: up
caveat: 件数由核对人填写
--- */
select not_sealed = 0 as hit, cast(null as varchar) as link, cast(month_end as varchar) as label, organ, month_end as day, month_end, ended, not_sealed
from register_sealing_checks
