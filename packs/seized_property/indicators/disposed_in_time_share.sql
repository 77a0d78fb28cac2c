/* ---
indicator: disposed_in_time_share
title: 涉案财物处置及时率
grain: 每件已有处理判项的涉案财物一行
purpose: 衡量裁判生效后财物是否及时处置。
logic: 生效后四十日内处置、上缴的，除以已经处置或者四十日已过的财物。
source: [刑事诉讼法解释 第四百四十七条]
reads: [register_seized_items]
leaves_out: [生效不满四十日而尚未处置的]
columns:
  number: 财物编号
  name: 名称
  effective_on: 生效日期
  disposed_on: 处置日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 十日告知、一个月回执合计四十日，为默认口径。
--- */
select coalesce(disposed_on <= law_add_days(effective_on, 40), false) as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, effective_on as day, cast(null as varchar) as link,
    number, name, effective_on, disposed_on
from register_seized_items
where effective_on is not null and (disposed_on is not null or law_add_days(effective_on, 40) < :as_of)
