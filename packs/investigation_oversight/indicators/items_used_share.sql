/* ---
indicator: items_used_share
title: 监督项使用率
grain: 每个监督项一行
purpose: 看自建监督目录中有多少项实际发现过问题。
logic: 监督目录各项中，计算当日以前三百六十五日内命中过至少一次的比例；以计算当日为准。
source: [人民检察院刑事诉讼规则 第五百六十七条]
reads: [items, register_oversight_hits]
columns:
  item: 编号
  part: 类
  article: 依据
kind: share
unit: 项
group_by: part
better: none
caveat: 本平台自建一百四十一项，官方目录四百三十六项未公开；没有命中不等于没有问题。
--- */
select exists (
        select 1 from register_oversight_hits as h where h.item = i.item and h.found_on <= :as_of and h.found_on + 365 >= :as_of
    ) as hit, concat(i.item, ' ', i.title) as label, cast(null as varchar) as organ, cast(:as_of as date) as day, cast(null as varchar) as link, i.item, i.part, i.article
from items as i
where i.catalogue = 'oversight_items'
