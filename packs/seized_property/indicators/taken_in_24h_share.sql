/* ---
indicator: taken_in_24h_share
title: 涉案财物按时入库率
grain: 每件已经入库的涉案财物一行
purpose: 衡量扣押后是否在二十四小时内移交保管。
logic: 扣押到入库不超过二十四小时的，除以有两个时间的入库财物。
source: [刑事诉讼法 第一百四十一条]
reads: [register_seized_items]
leaves_out: [登记不入库的, 没有记明时间的]
columns:
  number: 财物编号
  name: 名称
  seized_at: 扣押时间
  received_at: 入库时间
kind: share
unit: 件
group_by: organ
better: up
--- */
select epoch(received_at) - epoch(seized_at) <= 24 * 3600 as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, seized_on as day,
    cast(null as varchar) as link, number, name, seized_at, received_at
from register_seized_items
where received_at is not null and seized_at is not null and seized_on is not null
