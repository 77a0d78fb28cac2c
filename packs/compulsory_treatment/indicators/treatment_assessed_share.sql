/* ---
indicator: treatment_assessed_share
title: 定期诊断评估率
grain: 每名治疗中的人员一行
purpose: 衡量强制医疗机构是否定期诊断评估。
logic: 最近一次诊断评估（没有评估的自收治之日）未满六个月的，除以治疗中的人员。
source: [刑事诉讼法 第三百零六条]
reads: [register_treatment_residents]
leaves_out: [已经解除、死亡的]
columns:
  number: 编号
  admitted_on: 收治日期
  diagnosed_on: 诊断评估日期
kind: share
unit: 人
group_by: organ
better: up
--- */
select law_months_after(coalesce(diagnosed_on, admitted_on), 6) >= :as_of as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, admitted_on as day, cast(null as varchar) as link, number, admitted_on, diagnosed_on
from register_treatment_residents
where state in ('treated', 'restrained') and admitted_on is not null
