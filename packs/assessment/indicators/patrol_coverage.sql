/* ---
indicator: patrol_coverage
title: 巡回检察覆盖率
grain: 每个监狱、看守所一行
purpose: 看本年度巡回检察是否覆盖每个监管场所。
logic: 监狱、看守所中，计算当日所在年度内已经开始巡回检察的比例。
source: [人民检察院巡回检察工作规定 第十条]
reads: [organs, case_patrol]
columns:
  kind: 类别
kind: share
unit: 个
better: up
caveat: 以计算当日所在年度为准，不计算以前年度。
--- */
select exists (select 1 from case_patrol as c where c.organ__place = o.name and date_trunc('year', c.opened_on) = date_trunc('year', cast(:as_of as date))) as hit,
    o.name as label, o.name as organ, cast(:as_of as date) as day, cast(null as varchar) as link, o.kind
from organs as o
where o.kind in ('prison', 'detention_house')
