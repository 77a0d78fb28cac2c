/* ---
indicator: enforcement_corrected_share
title: 执法事项差异整改率
grain: 每项抽查不符一行
purpose: 衡量抽查不符的事项是否在三十日内整改。
logic: 三十日内整改的，除以已经整改与三十日已过仍未整改的之和。
source: [监狱法_2026 第八条]
reads: [register_enforcement_samples]
leaves_out: [相符的, 三十日未到且没有整改的]
columns:
  number: 编号
  item: 事项
  sampled_on: 抽查日期
  corrected_on: 整改日期
kind: share
unit: 项
group_by: organ
better: up
--- */
select corrected_on is not null and state <> 'differs' and corrected_on <= law_add_days(sampled_on, 30) as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, sampled_on as day, cast(null as varchar) as link, number, item, sampled_on, corrected_on
from register_enforcement_samples
where state in ('corrected', 'accepted') or state = 'differs' and law_add_days(sampled_on, 30) < :as_of
