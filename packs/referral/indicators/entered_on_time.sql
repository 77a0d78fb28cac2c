/* ---
indicator: entered_on_time
title: 按期录入率
grain: 每件行政案件一行
purpose: 衡量行政案件是否按期录入平台。
logic: 录入日期不晚于立案后七个工作日的，除以全部录入的案件。
source: [行政执法机关移送涉嫌犯罪案件的规定 第三条]
reads: [admin_cases]
leaves_out: [没有立案日期或者录入日期的]
columns:
  case_no: 案件编号
  party: 当事人
  filed_on: 立案日期
  entered_on: 录入日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 七个工作日为核查口径，各地另有规定的从其规定。未录入的案件不在分母之中，应结合静默机关名单看。
--- */
select entered_on <= law_add_working_days(filed_on, 7) as hit, concat('record:admin_cases:', _key) as link, case_no as label, _organ as organ, filed_on as day, case_no, party, filed_on, entered_on
from admin_cases
where filed_on is not null and entered_on is not null
