/* ---
indicator: plan_coverage_share
title: 教育方案覆盖率
grain: 每件在册教育帮扶一行
purpose: 衡量在矫对象是否都有教育安排。
logic: 已布置学习的，除以已宣告的。
source: [社区矫正法 第三十六条]
reads: [case_education]
leaves_out: [宣告后三个工作日以内的]
columns:
  number: 案件编号
  announced_on: 宣告日期
kind: share
unit: 人
group_by: organ
better: up
--- */
select assign__on is not null as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, opening__announced_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__announced_on as announced_on
from case_education
where assign__on is not null or law_add_working_days(opening__announced_on, 3) < :as_of
