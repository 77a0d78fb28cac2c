/* ---
indicator: reoffending_share
title: 矫正期内再犯罪率
grain: 每件社区矫正一行
purpose: 衡量在册社区矫正对象在矫正期内再犯罪的比例。
logic: 矫正期内犯罪并因再犯罪终止的，除以期间内在册的。
source: [社区矫正法 第三条]
reads: [corrections_cases]
leaves_out: [矫正期开始前的]
columns:
  person_no: 矫正对象编号
  term_start: 矫正期起日
  ended_on: 解除、终止日期
kind: share
unit: 人
group_by: organ
better: down
caveat: 以终止原因为再犯罪的为准，判决没有报送的不计入。
--- */
select coalesce(end_reason, '') = 'new_crime' as hit, coalesce(name, person_no) as label, _organ as organ, coalesce(released_on, :as_of) as day, cast(null as varchar) as link, person_no, term_start, released_on as ended_on
from corrections_cases
where term_start <= :as_of
