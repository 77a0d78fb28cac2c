/* ---
indicator: child_visits_in_time
title: 走访按期率
grain: 每次应当走访一行
purpose: 衡量保障对象是否按期走访。
logic: 期限内走访的，除以已经走访或者期限已过的应走访次数。
source: [未成年人保护法 第四十三条]
reads: [case_steps]
leaves_out: [期限没有届满而尚未走访的, 没有期限的]
columns:
  number: 案件编号
  due_on: 应走访日
  done_on: 走访日期
kind: share
unit: 次
group_by: organ
better: up
caveat: 走访期限为默认值。
--- */
select coalesce(done_on <= due_on, false) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, due_on, done_on
from case_steps
where procedure in ('child_protection', 'guardian_conference') and step in ('visit', 'visit_monthly') and due_on is not null and (done_on is not null or due_on < :as_of)
