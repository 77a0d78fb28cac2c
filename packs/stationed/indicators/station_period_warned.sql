/* ---
indicator: station_period_warned
title: 羁押期限届满前提示率
grain: 每条已届满前一日的期限一行
purpose: 衡量羁押期限届满以前是否提示办案单位
logic: 届满日的前一日以前提示办案单位或者已登记延长、离所的，除以届满日已到的
source: [人民检察院刑事诉讼规则 第六百一十五条]
reads: [register_custody_periods]
leaves_out: [届满日未到的]
columns:
  stage: 诉讼环节（代码）
  ends_on: 届满日
  notified_on: 提示日
  left_on: 离所日
kind: share
unit: 人
group_by: organ
better: up
--- */
select coalesce(notified_on < ends_on, false) or coalesce(left_on < ends_on, false) as hit, cast(null as varchar) as link, entry as label,
    coalesce(organ, _organ) as organ, ends_on as day, stage, ends_on, notified_on, left_on
from register_custody_periods
where ends_on is not null and ends_on <= :as_of
