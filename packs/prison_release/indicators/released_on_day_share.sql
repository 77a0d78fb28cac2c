/* ---
indicator: released_on_day_share
title: 期满当日释放率
grain: 每名刑期届满或者被赦免的罪犯一行
purpose: 衡量罪犯是否在刑期届满当日、收到特赦裁定书当日释放，不早不晚。
logic: 释放日期即为核对后的刑期届满日（赦免的为收到裁定书之日）的，除以已经释放的和期限已过仍未释放的。
source: [监狱法_2026 第五十九条]
reads: [case_prison_release]
leaves_out: [死亡的, 以再审改判、假释、暂予监外执行等其他方式离开监狱的, 尚未到期的]
columns:
  number: 案件编号
  due_on: 应当释放之日
  released_on: 释放日期
kind: share
unit: 名
group_by: organ
better: up
target: {value: 1, policy: 刑期届满应当按期释放}
--- */
with due as (
    select *, case when opening__release_cause = 'pardon' then opening__pardon_received_on
            else coalesce(value__release_due, opening__release_due) end as due_on,
        coalesce(release_now__released_on, release__released_on) as out_on
    from case_prison_release
    where coalesce(result, '') not in ('dead', 'left_otherwise')
)
select coalesce(out_on = due_on, false) as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, due_on, out_on as released_on
from due
where due_on is not null and (out_on is not null or (ended_on is null and due_on < :as_of))
