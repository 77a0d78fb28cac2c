/* ---
indicator: police_three_days
title: 公安机关三日内决定率
grain: 每件已移送的行政案件一行
purpose: 衡量公安机关接受移送后是否在三日内作出决定。
logic: 移送后三日内作出决定的，除以已经决定的与已过三日的之和；三日按日历日。
source: [行政执法机关移送涉嫌犯罪案件的规定 第八条]
reads: [admin_cases]
leaves_out: [尚在三日以内且没有决定的]
columns:
  case_no: 案件编号
  party: 当事人
  transferred_at: 移送时间
  police_decided_on: 公安决定日期
  police_decision: 公安决定
kind: share
unit: 件
group_by: organ
better: up
caveat: 以移送时间代接受案件时间，按日历日计算，未计节假日顺延。
--- */
select coalesce(police_decided_on <= law_add_days(cast(transferred_at as date), 3), false) as hit, concat('record:admin_cases:', _key) as link, case_no as label, _organ as organ, cast(transferred_at as date) as day, case_no, party, transferred_at, police_decided_on, police_decision
from admin_cases
where transferred_at is not null and (police_decided_on is not null or :as_of > law_add_days(cast(transferred_at as date), 3))
