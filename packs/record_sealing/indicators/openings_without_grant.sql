/* ---
indicator: openings_without_grant
title: 没有许可的开启
grain: 每次开启一行
purpose: 列出司法机关、单位没有许可编号的开启，应当为零。
logic: 没有许可编号的次数。
source: [未成年人犯罪记录封存的实施办法 第十六条]
reads: [register_sealed_openings]
leaves_out: [档案保管、封存监督和本人事项的]
columns:
  seal_no: 封存编号
  purpose: 用途
kind: count
unit: 次
group_by: organ
better: down
caveat: 只显示封存编号，不显示姓名。
--- */
select true as hit, seal_no as label, coalesce(organ, _organ) as organ, entered_on as day, cast(null as varchar) as link, seal_no, purpose
from register_sealed_openings
where reader in ('judicial', 'unit') and grant_no is null
