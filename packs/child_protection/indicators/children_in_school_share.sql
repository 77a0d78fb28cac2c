/* ---
indicator: children_in_school_share
title: 在校率
grain: 每名走访过的保障对象一行（最近一次走访）
purpose: 衡量保障对象是否就学。
logic: 最近一次走访时就学的，除以走访过的保障对象。
source: [未成年人保护法 第四十三条]
reads: [case_child_protection]
leaves_out: [没有走访的]
columns:
  number: 案件编号
  school: 就学
kind: share
unit: 人
group_by: organ
better: up
caveat: 未到入学年龄的也计入分母。
--- */
select visit__school as hit, coalesce(number, "case") as label, coalesce(organ__civil_affairs, organ, _organ) as organ, visit__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, visit__school as school
from case_child_protection
where visit__school is not null
