/* ---
indicator: service_within_cap
title: 公益活动时间合规率
grain: 每次已确认的公益活动一行
purpose: 衡量有没有超时间安排公益活动
logic: 已确认的公益活动中，同一人当日合计不超过四小时且现场与司法所确认时间一致的比例
source: [社区矫正法 第四十二条, 人民检察院刑事诉讼规则 第六百四十三条]
reads: [register_public_services]
leaves_out: [本人谢绝的, 已取消的]
columns:
  number: 编号
  subject_name: 姓名
  day: 日期
  site_hours: 现场确认
  hours: 司法所确认
  day_hours: 当日合计
kind: share
unit: 次
group_by: organ
better: up
caveat: 一日四小时为政策默认
--- */
select sum(hours) over (partition by subject_name, day) <= 4 and hours = site_hours as hit, cast(null as varchar) as link, number as label, organ, day, number, subject_name, site_hours, hours, sum(hours) over (partition by subject_name, day) as day_hours
from register_public_services
where state = 'confirmed'
