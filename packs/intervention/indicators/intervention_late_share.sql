/* ---
indicator: intervention_late_share
title: 过问记录迟录率
grain: 每条过问记录一行
purpose: 衡量是否当场、及时记录
logic: 期间内发生的过问中，第五个工作日以后才记录的比例；同一次过问的记录各计一条
source: [人民检察院组织法 第四十七条]
reads: [register_interventions]
leaves_out: []
columns:
  category: 类别
  happened_on: 过问日期
  entered_on: 记录日期
kind: share
unit: 条
group_by: organ
better: down
caveat: 五个工作日为政策默认；过问发生而始终没有记录的不在其中，见倒查未记录率
--- */
select entered_on > law_add_working_days(cast(happened_at as date), 5) as hit, cast(null as varchar) as link, category as label, organ, cast(happened_at as date) as day, category,
    cast(happened_at as date) as happened_on, entered_on
from register_interventions
where happened_at is not null
