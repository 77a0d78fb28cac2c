/* ---
indicator: station_requests_in_time
title: 约见检察官按期会见率
grain: 每次约见申请一行
purpose: 衡量被监管人约见检察官的权利是否落实
logic: 期间内提出的约见申请中，三个工作日内会见的，除以已经会见的与已过期限的之和
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_talk_requests]
leaves_out: [尚在三个工作日以内没有会见的, 申请人撤回的]
columns:
  channel: 途径（代码）
  requested_on: 申请日期
  due_on: 应会见日期
  met_on: 会见日期
kind: share
unit: 次
group_by: organ
better: up
caveat: 三个工作日为政策默认
--- */
select coalesce(met_on <= law_add_working_days(requested_on, 3), false) as hit, cast(null as varchar) as link, entry as label,
    coalesce(organ, _organ) as organ, requested_on as day, channel, requested_on, law_add_working_days(requested_on, 3) as due_on, met_on
from register_talk_requests
where requested_on is not null and state <> 'dropped' and (met_on is not null or law_add_working_days(requested_on, 3) < :as_of)
