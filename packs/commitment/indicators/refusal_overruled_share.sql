/* ---
indicator: refusal_overruled_share
title: 不予收监纠正率
grain: 每次检察机关提出应当收监意见的不予收监一行
purpose: 衡量检察机关认为应当收监的，监狱是否收监。
logic: 收监的，除以检察机关提出应当收监意见的不予收监。
source: [监狱法 第三十二条]
reads: [register_admission_refusals]
leaves_out: [检察机关认为理由成立的, 尚未提出意见的]
columns:
  number: 登记编号
  opinion_on: 意见日期
  admitted_on: 收监日期
kind: share
unit: 人次
group_by: organ
better: up
--- */
select admitted_on is not null as hit, coalesce(person_name, entry) as label, coalesce(organ, _organ) as organ, opinion_on as day, cast(null as varchar) as link,
    number, opinion_on, admitted_on
from register_admission_refusals
where opinion = 'admit' and opinion_on is not null
