/* ---
indicator: station_deaths_examined
title: 非正常死亡二十四小时内检验率
grain: 每起非正常死亡一行
purpose: 衡量非正常死亡是否及时检验
logic: 登记为非正常死亡的，发现后二十四小时内开始检验的，除以已经检验的与已过二十四小时的之和
source: [人民检察院刑事诉讼规则 第六百六十二条, 监狱法_2026 第八十一条]
reads: [register_deaths]
leaves_out: [不是非正常死亡的, 发现未满二十四小时又没有检验的]
columns:
  found_at: 发现时刻
  examined_at: 检验开始时刻
kind: share
unit: 起
group_by: organ
better: up
caveat: 监狱法修订后为“立即”检验，二十四小时只作统计口径
--- */
select coalesce(date_diff('minute', found_at, examined_at) <= 1440, false) as hit, cast(null as varchar) as link, entry as label,
    coalesce(organ, _organ) as organ, cast(found_at as date) as day, found_at, examined_at
from register_deaths
where unnatural and found_at is not null and (examined_at is not null or law_add_days(cast(found_at as date), 1) < :as_of)
