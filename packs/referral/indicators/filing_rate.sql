/* ---
indicator: filing_rate
title: 移送案件立案率
grain: 每件公安机关已决定的移送案件一行
purpose: 衡量移送质量与立案情况。
logic: 公安机关已决定的移送案件中，决定立案的比例。
source: [行政执法机关移送涉嫌犯罪案件的规定 第八条]
reads: [admin_cases]
leaves_out: [公安机关尚未决定的]
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
caveat: 仅反映决定结果，不评价个案对错。
--- */
select police_decision = 'filed' as hit, concat('record:admin_cases:', _key) as link, case_no as label, _organ as organ, police_decided_on as day, case_no, party, transferred_at, police_decided_on, police_decision
from admin_cases
where police_decided_on is not null and police_decision is not null
