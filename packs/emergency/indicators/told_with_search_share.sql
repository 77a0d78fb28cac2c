/* ---
indicator: told_with_search_share
title: 查找同时通报检察院率
grain: 每件失联查找案件一行
purpose: 衡量查找与通报检察院是否同时。
logic: 发现后三十分钟内通报的，除以已登记查找的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十四条]
reads: [case_lost_search]
leaves_out: [没有登记查找的]
columns:
  number: 案件编号
  missed_at: 发现时刻
  told_at: 通报时刻
kind: share
unit: 件
group_by: organ
better: up
caveat: 三十分钟为默认值，条文为同时。
--- */
select epoch(start__told_at) - epoch(opening__missed_at) <= 1800 as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ__office, organ, _organ) as organ,
    cast(opening__missed_at as date) as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__missed_at as missed_at, start__told_at as told_at
from case_lost_search
where start__told_at is not null and opening__missed_at is not null
