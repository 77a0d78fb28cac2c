/* ---
model: service_over_cap
title: 公益活动一日超时
grain: 每人每日一行
purpose: 发现同一人一日内在几个司法所、几次活动合计超过规定时间的公益活动（单个台账内由登记控制）。
logic: >
  各台账合计，同一人同一日已完成（现场登记或者司法所确认）的公益活动时间合计超过规定小时数的。
source: [社区矫正法 第四十二条, 人民检察院刑事诉讼规则 第六百四十三条]
reads: [register_public_services]
leaves_out: [恰好规定小时数的, 本人谢绝、已取消的, 只安排没有参加的]
parameters:
  hours: {default: 4, unit: 小时, mark: policy, note: 一日公益活动的上限}
occurrence: [subject, day]
columns:
  name: 姓名
  day: 日期
  day_hours: 当日合计小时
  times: 当日次数
level: medium
summary: "{name}{day}参加公益活动{times}次，共{day_hours}小时，超过一日上限。"
answers: 登记公益活动的司法所、社区矫正机构：应当说明并纠正
clears: 时间录入有误；两次为同一次活动重复登记；本人自愿延长并有记录
demand: 公益活动不得超出时间和体力强迫参加，纠正超时安排，并向本人说明其权利。
--- */
with attended as (
    select coalesce(id_number, subject_name) as subject, subject_name as name, day, coalesce(organ, _organ) as organ, _ref, coalesce(hours, site_hours) as spent
    from register_public_services
    where state in ('done', 'confirmed') and coalesce(hours, site_hours) is not null
),
summed as (
    select subject, min(name) as name, day, max(organ) as organ, sum(spent) as day_hours, count(*) as times, min(_ref) as evidence
    from attended
    group by subject, day
)
select subject, concat_ws('|', subject, cast(day as varchar)) as occurrence, organ, name, day, day_hours, times, evidence
from summed
where day_hours > :hours
