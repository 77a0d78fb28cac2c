/* ---
indicator: items_lost_count
title: 遗失损毁数
grain: 每件遗失、损毁的涉案财物一行
purpose: 掌握遗失、损毁的涉案财物。
logic: 登记为遗失、损毁而没有找回的件数。
source: [刑事诉讼法 第二百四十五条]
reads: [register_seized_items]
leaves_out: [已经找回的]
columns:
  number: 编号
  name: 名称
  found_on: 发现日期
kind: count
unit: 件
group_by: organ
better: down
--- */
select true as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, found_on as day, cast(null as varchar) as link, number, name, found_on
from register_seized_items
where state = 'missing'
