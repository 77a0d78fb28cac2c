/* ---
indicator: enforcement_form_whole
title: 执法事项表单合格率
grain: 每次抽查的一项办理一行
purpose: 衡量执法事项的表单是否齐全。
logic: 表单齐全的，除以全部抽查。
source: [监狱法_2026 第八条]
reads: [register_enforcement_samples]
leaves_out: [没有登记表单情况的]
columns:
  number: 编号
  item: 事项
  sampled_on: 抽查日期
kind: share
unit: 项
group_by: organ
better: up
--- */
select form_whole as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, sampled_on as day, cast(null as varchar) as link, number, item, sampled_on
from register_enforcement_samples
where form_whole is not null
