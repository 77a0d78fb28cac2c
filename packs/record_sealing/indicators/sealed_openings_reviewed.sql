/* ---
indicator: sealed_openings_reviewed
title: 封存记录开启核对率
grain: 每次开启一行
purpose: 衡量封存记录的开启是否每次都经负责人核对
logic: 已登记的开启中，负责人已核对的比例
source: [未成年人犯罪记录封存的实施办法 第十六条]
reads: [register_sealed_openings]
leaves_out: []
columns:
  seal_no: 封存编号
  purpose: 用途
  way: 方式
kind: share
unit: 次
group_by: organ
better: up
caveat: 只显示封存编号，不显示姓名
--- */
select state = 'reviewed' as hit, cast(null as varchar) as link, seal_no as label, organ, entered_on as day, seal_no, purpose, way
from register_sealed_openings
