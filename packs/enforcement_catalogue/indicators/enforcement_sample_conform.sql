/* ---
indicator: enforcement_sample_conform
title: 执法事项抽查合格率
grain: 每次抽查的一项办理一行
purpose: 衡量抽查的执法事项是否符合标准。
logic: 抽查相符的，除以全部抽查。
source: [监狱法_2026 第八条]
reads: [register_enforcement_samples]
columns:
  number: 编号
  item: 事项
  sampled_on: 抽查日期
kind: share
unit: 项
group_by: organ
better: up
--- */
select state = 'conform' as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, sampled_on as day, cast(null as varchar) as link, number, item, sampled_on
from register_enforcement_samples
where sampled_on is not null
