/* ---
indicator: sanction_answer_share
title: 违规查处按期率
grain: 每件违规处理案件一行
purpose: 衡量发现违规后是否在规定日数内作出处理。
logic: 发现日期后二十二个工作日（立案七日、决定十五个工作日合并取整）内作出决定的，除以已决定的和超过该日仍没有决定的。
source: [社区矫正法 第二十八条]
reads: [case_breach]
leaves_out: [不予立案的, 尚未到期的]
columns:
  number: 案件编号
  found_on: 发现日期
  decided_on: 决定日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 日数为默认值，法律没有规定。
--- */
select chief__on is not null and chief__on <= law_add_working_days(opening__found_on, 22) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, opening__found_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__found_on as found_on, chief__on as decided_on
from case_breach
where opening__found_on is not null and coalesce(file__outcome, '') <> 'none' and (chief__on is not null or law_add_working_days(opening__found_on, 22) < :as_of)
