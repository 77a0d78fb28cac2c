/* ---
indicator: catalogue_coverage
title: 监督项目录覆盖率
grain: 目录一行
purpose: 如实显示本平台自建监督目录与官方目录的项数之比。
logic: 自建监督目录的项数除以官方目录公开报道的总项数；以计算当日为准。
source: [人民检察院刑事诉讼规则 第五百六十七条]
reads: [items]
parameters:
  official: {default: 436, unit: 项, mark: policy, note: 公开报道的官方监督项目总数；名称没有公开，装入全国目录后改为实际项数}
columns:
  items: 自建项数
  official: 官方目录项数
kind: ratio
unit: 项
group_by: organ
better: up
caveat: 官方目录四百三十六项没有公开，自建目录不得显示为官方目录。
--- */
select cast(count(*) as bigint) as part_count, cast(:official as bigint) as whole_count, cast(null as varchar) as link, '自建监督目录' as label,
    cast(null as varchar) as organ, cast(:as_of as date) as day, cast(count(*) as bigint) as items, cast(:official as bigint) as official
from items
where catalogue = 'oversight_items'
