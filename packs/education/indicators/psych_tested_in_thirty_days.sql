/* ---
indicator: psych_tested_in_thirty_days
title: 三十日内心理测验率
grain: 每件教育帮扶案件一行
purpose: 衡量报到后三十日内是否完成心理测验。
logic: 三十日内测验的，除以三十日已过的（本人不同意的除外）。
source: [社区矫正法 第四十条]
reads: [case_education]
leaves_out: [三十日以内的, 本人不同意测验的]
columns:
  number: 案件编号
  arrived_on: 报到日期
  tested_on: 测验日期
kind: share
unit: 人
group_by: organ
better: up
caveat: 三十日为默认值。
--- */
select psych__outcome = 'tested' and psych__on <= law_add_days(opening__arrived_on, 30) as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, opening__arrived_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__arrived_on as arrived_on, psych__on as tested_on
from case_education
where coalesce(psych__outcome, '') <> 'declined' and law_add_days(opening__arrived_on, 30) < :as_of
