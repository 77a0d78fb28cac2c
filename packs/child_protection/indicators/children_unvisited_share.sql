/* ---
indicator: children_unvisited_share
title: 失管比例
grain: 每名已经发放补贴的保障对象一行
purpose: 发现九十日以上没有走访的保障对象。
logic: 最近一次走访（没有走访的自发放之日）已超过九十日的，除以在保的保障对象。
source: [未成年人保护法 第四十三条]
reads: [case_child_protection]
leaves_out: [已经终止保障的]
columns:
  number: 案件编号
  visited_on: 最近走访
kind: share
unit: 人
group_by: organ
better: down
target: {value: 0, policy: 不应当发生}
caveat: 九十日为政策默认。
--- */
select law_add_days(coalesce(visit__on, pay__on), 90) < :as_of as hit, coalesce(number, "case") as label, coalesce(organ__civil_affairs, organ, _organ) as organ, pay__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, visit__on as visited_on
from case_child_protection
where pay__on is not null and finish__on is null
