/* ---
indicator: disagreements_open_long
title: 超过十二个月的认识分歧
grain: 每项没有解决的分歧一行
purpose: 看各机关长期没有解决的认识分歧。
logic: 提出已满十二个月仍未解决的分歧，按登记机关计数；以计算当日为准。
reads: [register_disagreements]
leaves_out: [已经解决的]
columns:
  number: 编号
  topic: 议题
  since: 提出日期
kind: count
unit: 项
group_by: organ
better: down
--- */
select true as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, cast(:as_of as date) as day, concat('entry:', entry) as link, number, topic, since
from register_disagreements
where state in ('open', 'asked_up') and law_months_after(since, 12) < :as_of
