/* ---
indicator: station_rotated
title: 派驻人员轮岗交流按期率
grain: 每次任职一行
purpose: 衡量派驻人员是否每三年交流
logic: 任职满三年的日期在期间内，于该日以前轮岗的，除以该日已到的
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_postings]
leaves_out: [任职未满三年的]
columns:
  officer: 人员
  posted_on: 任职起始日
  due_on: 满三年之日
  moved_on: 轮岗日期
kind: share
unit: 人次
group_by: organ
better: up
--- */
select coalesce(moved_on <= law_months_after(posted_on, 36), false) as hit, cast(null as varchar) as link, officer as label,
    coalesce(organ, _organ) as organ, law_months_after(posted_on, 36) as day, officer, posted_on, law_months_after(posted_on, 36) as due_on, moved_on
from register_postings
where posted_on is not null and law_months_after(posted_on, 36) < :as_of
