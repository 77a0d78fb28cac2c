/* ---
indicator: tag_rate
title: 电子定位使用率
grain: 每件在册社区矫正一行
purpose: 衡量在册对象中使用电子定位装置的比例，不设目标。
logic: 有有效电子定位决定的，除以在册的。
source: [社区矫正法 第二十九条]
reads: [corrections_cases, monitoring_orders]
leaves_out: [已解除、终止的]
columns:
  person_no: 矫正对象编号
  term_start: 矫正期起日
kind: share
unit: 人
group_by: organ
better: none
caveat: 二〇二〇年以前普遍使用的比例不是目标：没有五种情形之一的不得使用。
--- */
select exists (
        select 1 from monitoring_orders as o
        where o.id_number = c.id_number and o.from_date <= :as_of and o.to_date >= :as_of and (o.removed_on is null or o.removed_on > :as_of)
    ) as hit, coalesce(c.name, c.person_no) as label, c._organ as organ, c.term_start as day, cast(null as varchar) as link, c.person_no, c.term_start
from corrections_cases as c
where c.term_start <= :as_of and (c.released_on is null or c.released_on > :as_of)
