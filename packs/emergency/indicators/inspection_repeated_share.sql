/* ---
indicator: inspection_repeated_share
title: 督察问题重复率
grain: 每个督察问题一行
purpose: 衡量同一单位同一事项在六个月内再次发生问题的比例。
logic: 发现前六个月内同一单位同一事项已有问题登记的（或者登记为再次发生的），除以全部。
source: [社区矫正法 第八条]
reads: [register_inspection_problems]
leaves_out: [没有]
columns:
  task_no: 任务编号
  unit_name: 被督察单位
  topic: 事项代码
  found_on: 发现日期
kind: share
unit: 个
group_by: organ
better: down
caveat: 同一任务、同一日发现的不互相视为重复。
--- */
select coalesce(p.repeated, false) or exists (
        select 1 from register_inspection_problems as e
        where e."unit" = p."unit" and e.topic = p.topic and e.found_on < p.found_on and e.found_on >= law_months_after(p.found_on, -6) and e.task_no <> p.task_no
    ) as hit, coalesce(p.number, cast(p.entry as varchar)) as label, coalesce(p.organ, p._organ) as organ, p.found_on as day, cast(null as varchar) as link, p.task_no, p."unit" as unit_name, p.topic, p.found_on
from register_inspection_problems as p
