/* ---
indicator: treatment_long_held_count
title: 强制医疗超过三年人数
grain: 每名治疗中的人员一行
purpose: 掌握收治超过三年、最近一次评估仍有危险的人员，安排检察。
logic: 收治超过三年仍在治疗、最近一次诊断评估仍有人身危险性的人数。
source: [刑事诉讼法 第三百零六条]
reads: [register_treatment_residents]
leaves_out: [恰满三年的, 最近一次评估没有危险的, 已经解除、死亡的]
columns:
  number: 编号
  admitted_on: 收治日期
  diagnosed_on: 诊断评估日期
kind: count
unit: 人
group_by: organ
better: none
--- */
select true as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, admitted_on as day, cast(null as varchar) as link, number, admitted_on, diagnosed_on
from register_treatment_residents
where state in ('treated', 'restrained') and danger and law_months_after(admitted_on, 36) < :as_of
