/* ---
indicator: places_rounded
title: 巡回检察场所数
grain: 每个场所每年度一行
purpose: 看一年内对多少所监狱、看守所和社区矫正机构开展了巡回检察。
logic: 一年内进驻开展过巡回检察（不论种类）的场所，每个场所每年计一次，记在当年第一次进驻日，按场所类别分列。
source: [人民检察院巡回检察工作规定 第十条]
reads: [organs, case_patrol]
leaves_out: [没有进驻的, 没有登记的场所]
columns:
  place: 场所
  kind_zh: 场所类别
  entered_on: 当年第一次进驻日
kind: count
unit: 个
group_by: kind_zh
better: none
caveat: 按年度使用；月、季只计在该期内当年第一次进驻的场所。
--- */
select true as hit, o.name as label, o.name as organ, min(coalesce(c.enter__entered_on, c.enter__on)) as day, cast(null as varchar) as link, o.name as place,
    case when o.kind = 'prison' then '监狱' when o.kind = 'detention_house' then '看守所' when o.kind in ('corrections_agency', 'justice', 'justice_office') then '社区矫正机构' else '其他' end as kind_zh,
    min(coalesce(c.enter__entered_on, c.enter__on)) as entered_on
from case_patrol as c
join organs as o on o.name = c.organ__place
where coalesce(c.enter__entered_on, c.enter__on) <= :as_of
group by o.name, o.kind, date_trunc('year', coalesce(c.enter__entered_on, c.enter__on))
