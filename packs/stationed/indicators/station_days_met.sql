/* ---
indicator: station_days_met
title: 派驻在岗日数达标率
grain: 每人每月一行
purpose: 衡量派驻人员是否派而能驻
logic: 期间内的在岗月报中，在检察室工作不少于十二个工作日的人月，除以全部人月
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_months]
leaves_out: [没有报告的人月]
columns:
  office: 检察室
  month: 月末日
  days: 在岗日数
  excused: 不足的原因（代码）
kind: share
unit: 人月
group_by: organ
better: up
caveat: 有正当原因不足十二日的同样计入，原因另列，不作为个人考核的唯一依据
--- */
select days >= 12 as hit, cast(null as varchar) as link, officer as label, coalesce(organ, _organ) as organ, month_end as day,
    unit as office, month_end as month, days, excused
from register_duty_months
where days is not null
