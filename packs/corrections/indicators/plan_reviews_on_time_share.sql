/* ---
indicator: plan_reviews_on_time_share
title: 矫正方案按期评估率
grain: 每次应评估一行
purpose: 衡量矫正方案是否每三个月评估。
logic: 期限以前评估的，除以已评估的和逾期的。
source: [社区矫正法 第二十四条]
reads: [register_plan_reviews]
leaves_out: [尚未到期的]
columns:
  number: 登记编号
  based_on: 上次方案日期
  reviewed_on: 评估日期
kind: share
unit: 次
group_by: organ
better: up
caveat: 三个月为默认值，法律没有规定。
--- */
select reviewed_on is not null and reviewed_on <= law_months_after(based_on, 3) as hit, coalesce(number, cast(entry as varchar)) as label, coalesce(organ, _organ) as organ, law_months_after(based_on, 3) as day,
    cast(null as varchar) as link, coalesce(number, cast(entry as varchar)) as number, based_on, reviewed_on
from register_plan_reviews
where reviewed_on is not null or law_months_after(based_on, 3) < :as_of
