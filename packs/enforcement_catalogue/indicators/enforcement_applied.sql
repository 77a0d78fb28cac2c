/* ---
indicator: enforcement_applied
title: 监狱执法事项应用率
grain: 每个监狱每个有流程节点的执法事项一行
purpose: 看已有流程节点的事项一年内是否实际办过。
logic: 有流程节点的执法事项中，计算当日以前三百六十五日内在该监狱办过至少一次的比例。
source: [监狱法_2026 第八条]
reads: [items, organs, case_steps]
leaves_out: [只由台账或者文书覆盖的事项]
columns:
  item: 编号
  part: 章
  article: 依据
kind: share
unit: 项
group_by: part
better: up
caveat: 由法院、检察院、省局办理的节点不在监狱名下，计作没有办过；以计算当日为准。
--- */
select exists (
        select 1 from case_steps as s
        where coalesce(s.organ, s._organ) = o.name and s.done_on is not null and s.done_on <= :as_of and s.done_on + 365 >= :as_of
            and i.steps like concat('% ', s.procedure, '.', s.step, ' %')
    ) as hit, concat(i.item, ' ', i.title) as label, o.name as organ, cast(:as_of as date) as day, cast(null as varchar) as link, i.item, i.part, i.article
from items as i cross join organs as o
where i.catalogue = 'enforcement_items' and o.kind = 'prison' and trim(i.steps) <> '' 
