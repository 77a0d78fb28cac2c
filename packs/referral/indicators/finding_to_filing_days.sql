/* ---
indicator: finding_to_filing_days
title: 从立案到公安立案的日数（中位数）
grain: 每件公安机关决定立案的行政案件一行
purpose: 看涉嫌犯罪案件从行政立案到公安机关立案用了多少日
logic: 期间内公安机关决定立案的案件，从行政立案之日到公安机关决定立案之日的日数，取中位数
source: [行政执法机关移送涉嫌犯罪案件的规定 第五条, 行政执法机关移送涉嫌犯罪案件的规定 第八条]
reads: [admin_cases]
leaves_out: [没有行政立案日期的, 公安机关没有决定立案的, 公安机关先行立案早于行政立案的]
columns:
  case_no: 案件编号
  party: 当事人
  filed_on: 立案日期
  police_decided_on: 公安决定日期
kind: ratio
middle: true
written_as: mean
unit: 日
group_by: organ
better: down
caveat: 偶数件时取中间两件的平均
--- */
select date_diff('day', filed_on, police_decided_on) as part_count, 1 as whole_count, concat('record:admin_cases:', _key) as link, case_no as label,
    _organ as organ, police_decided_on as day, case_no, party, filed_on, police_decided_on
from admin_cases
where police_decision = 'filed' and filed_on is not null and police_decided_on >= filed_on
