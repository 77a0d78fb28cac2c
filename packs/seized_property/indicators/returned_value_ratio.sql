/* ---
indicator: returned_value_ratio
title: 返还率
grain: 每件应当返还的有估价财物一行
purpose: 衡量应当返还权利人的财物价值中已经返还的比例。
logic: 已经返还的估价之和，除以查明无关、解除扣押、公告招领和已经返还的估价之和。
source: [刑事诉讼法 第二百四十五条]
reads: [register_seized_items]
leaves_out: [没有估价的]
columns:
  number: 财物编号
  name: 名称
  value: 估价
  found_on: 查明日期
kind: ratio
unit: 元
group_by: organ
better: up
--- */
select case when state = 'returned' then value else 0 end as part_count, value as whole_count, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, coalesce(disposed_on, found_on, noticed_on) as day, cast(null as varchar) as link, number, name, value, found_on
from register_seized_items
where state in ('unrelated', 'noticed', 'returned') and value > 0
