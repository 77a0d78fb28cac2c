/* ---
indicator: lost_found_in_a_month_share
title: 三十日内找到率
grain: 每件失联查找案件一行
purpose: 衡量失去联系的人是否在三十日内找到。
logic: 发现后三十日内找到的，除以全部查找案件（发现不足三十日且没有找到的除外）。
source: [社区矫正法 第三十条]
reads: [case_lost_search]
leaves_out: [发现不足三十日且没有找到的, 被其他机关采取措施的]
columns:
  number: 案件编号
  missed_at: 发现时刻
  found_at: 找到时刻
kind: share
unit: 件
group_by: organ
better: up
--- */
select found__found_at is not null and epoch(found__found_at) - epoch(opening__missed_at) <= 2592000 as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ__office, organ, _organ) as organ,
    cast(opening__missed_at as date) as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__missed_at as missed_at, found__found_at as found_at
from case_lost_search
where coalesce(found__outcome, '') <> 'held' and (found__found_at is not null or cast(opening__missed_at as date) < law_add_days(:as_of, -30))
