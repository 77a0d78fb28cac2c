/* ---
indicator: patrol_window_coverage
title: 三十六个月交叉巡回检察覆盖率
grain: 每个监管场所一行
purpose: 看三年内交叉巡回检察是否覆盖每个监狱。
logic: 监狱中，计算当日以前三十六个月内已经进驻开展交叉巡回检察的比例。
source: [人民检察院巡回检察工作规定 第十一条]
reads: [organs, case_patrol]
columns:
  kind: 类别
  rounds: 轮次
kind: share
unit: 个
better: up
caveat: 三十六个月的窗口为核查口径；不计算以前年度。
--- */
select rounds > 0 as hit, label, organ, cast(:as_of as date) as day, cast(null as varchar) as link, kind, rounds
from (
    select o.name as label, o.name as organ, o.kind,
        (select count(*) from case_patrol as c where c.organ__place = o.name and c.value__round_kind = 'cross' and coalesce(c.enter__entered_on, c.enter__on) > law_months_after(:as_of, -36) and coalesce(c.enter__entered_on, c.enter__on) <= :as_of) as rounds
    from organs as o
    where o.kind in ('prison')
) as places
