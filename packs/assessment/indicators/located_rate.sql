/* ---
indicator: located_rate
title: 电子定位监管比例
grain: 每名在册社区矫正对象一行
purpose: 看依法使用电子定位装置的社区矫正对象所占比例。
logic: 在册社区矫正对象中，计算当日有有效电子定位决定的比例。
source: [社区矫正法 第二十九条]
reads: [corrections_cases, monitoring_orders]
columns:
  category: 类别
  enrolled_on: 入矫日期
kind: share
unit: 人
better: none
caveat: 电子定位须有法定情形并经批准，比例高低本身不表示好坏；以计算当日为准，不计算以前年度。
--- */
select exists (
        select 1 from monitoring_orders as m
        where m.id_number = c.id_number and m.from_date <= :as_of and (m.to_date is null or m.to_date >= :as_of) and (m.removed_on is null or m.removed_on > :as_of)
    ) as hit, c.name as label, c._organ as organ, cast(:as_of as date) as day, concat('record:corrections_cases:', c._key) as link, c.category, c.enrolled_on
from corrections_cases as c
where c.enrolled_on <= :as_of and (c.released_on is null or c.released_on > :as_of)
