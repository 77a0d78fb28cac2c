/* ---
indicator: transfer_rate
title: 涉嫌犯罪案件移送率
grain: 每件载明涉嫌罪名的行政案件一行
purpose: 衡量涉嫌犯罪案件是否移送公安机关。
logic: 载明涉嫌罪名的案件中，已经移送的比例。
source: [行政执法机关移送涉嫌犯罪案件的规定 第三条]
reads: [admin_cases]
leaves_out: [没有载明涉嫌罪名的]
columns:
  case_no: 案件编号
  party: 当事人
  suspected_crime: 涉嫌罪名
  transfer_decided_on: 决定移送日期
  transferred_at: 移送时间
kind: share
unit: 件
group_by: organ
better: up
caveat: 负责人决定不移送并说明理由的也在分母之中，可打开逐件核对。
--- */
select transferred_at is not null as hit, concat('record:admin_cases:', _key) as link, case_no as label, _organ as organ, filed_on as day, case_no, party, suspected_crime, transfer_decided_on, transferred_at
from admin_cases
where suspected_crime is not null
