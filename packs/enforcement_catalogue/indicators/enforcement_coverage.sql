/* ---
indicator: enforcement_coverage
title: 监狱执法事项覆盖率
grain: 每个监狱每个执法事项一行
purpose: 看执法事项是否都有办理的流程、文书或者台账。
logic: 执法事项中，平台的流程节点、文书或者台账已经覆盖的比例；各监狱用同一目录。
source: [监狱法_2026 第八条]
reads: [items, organs]
columns:
  item: 编号
  part: 章
  article: 依据
kind: share
unit: 项
group_by: part
better: up
caveat: 自建目录二百七十三项，不是官方九百五十二项；以计算当日的业务包为准，不计算以前年度。
--- */
select i.covered as hit, concat(i.item, ' ', i.title) as label, o.name as organ, cast(:as_of as date) as day, cast(null as varchar) as link,
    i.item, i.part, i.article
from items as i cross join organs as o
where i.catalogue = 'enforcement_items' and o.kind = 'prison' 
