/* ---
indicator: patrol_cross_coverage
title: 监狱交叉巡回检察年度覆盖率
grain: 每个监管场所一行
purpose: 看每年开展交叉巡回检察的监狱是否不少于三分之一。
logic: 监狱中，计算当日所在年度内已经进驻开展交叉巡回检察的比例。
source: [人民检察院巡回检察工作规定 第十一条]
reads: [organs, case_patrol]
columns:
  kind: 类别
  rounds: 轮次
kind: share
unit: 个
better: up
caveat: 每年不少于三分之一；以计算当日所在年度为准，不计算以前年度。
--- */
select rounds > 0 as hit, label, organ, cast(:as_of as date) as day, cast(null as varchar) as link, kind, rounds
from (
    select o.name as label, o.name as organ, o.kind,
        (select count(*) from case_patrol as c where c.organ__place = o.name and c.value__round_kind = 'cross' and date_trunc('year', coalesce(c.enter__entered_on, c.enter__on)) = date_trunc('year', cast(:as_of as date)) and coalesce(c.enter__entered_on, c.enter__on) <= :as_of) as rounds
    from organs as o
    where o.kind in ('prison')
) as places
