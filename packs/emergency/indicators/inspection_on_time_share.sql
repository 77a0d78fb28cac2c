/* ---
indicator: inspection_on_time_share
title: 督察问题按期整改率
grain: 每个督察问题一行
purpose: 衡量督察问题是否在期限内销号（严重三个、一般十个、系统性三十个工作日）。
logic: 期限内销号的，除以已销号的和逾期的。
source: [社区矫正法 第八条]
reads: [register_inspection_problems]
leaves_out: [尚未到期的]
columns:
  task_no: 任务编号
  severity: 程度
  found_on: 发现日期
  closed_on: 销号日期
kind: share
unit: 个
group_by: severity
better: up
caveat: 期限为默认值。
--- */
with timed as (
    select *, case severity when 'grave' then law_add_working_days(found_on, 3) when 'ordinary' then law_add_working_days(found_on, 10) else law_add_working_days(found_on, 30) end as last_on
    from register_inspection_problems
)
select closed_on is not null and closed_on <= last_on as hit, coalesce(number, cast(entry as varchar)) as label, coalesce(organ, _organ) as organ, found_on as day, cast(null as varchar) as link,
    task_no, case severity when 'grave' then '严重' when 'ordinary' then '一般' else '系统性' end as severity, found_on, closed_on
from timed
where closed_on is not null or last_on < :as_of
