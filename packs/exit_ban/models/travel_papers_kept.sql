/* ---
model: travel_papers_kept
title: 期满后仍代管出入境证件
grain: 代管台账每条一行
purpose: 发现矫正期满以后长期没有归还的代管证件。
logic: 代管台账仍为代管中，矫正期止日后超过规定工作日的；止日为空的（无期徒刑罪犯暂予监外执行）不列。
source: [出境入境管理法 第十二条, 社区矫正法 第四十四条]
reads: [register_travel_papers]
leaves_out: [规定工作日以内的, 已归还、移交、作废的, 没有止日的]
parameters:
  days: {default: 5, unit: 工作日, mark: policy, note: 期满后多少个工作日仍没有归还列为线索}
occurrence: [receipt_no]
columns:
  name: 姓名
  receipt_no: 代管收据编号
  term_end: 矫正期止日
  days_kept: 期满后代管的日数
level: high
summary: "{name}{term_end}期满，代管的出入境证件（收据{receipt_no}）已逾{days_kept}日没有归还。"
answers: 代管证件的司法所、社区矫正机构：应当立即归还
clears: 已归还而没有登记；刑期延长没有登记；另案依法扣押
demand: 立即归还代管的出入境证件并由领取人签收，说明逾期原因。
--- */
select coalesce(id_number, subject_name) as subject, receipt_no as occurrence, coalesce(organ, _organ) as organ,
    subject_name as name, receipt_no, term_end, date_diff('day', term_end, :as_of) as days_kept, _ref as evidence
from register_travel_papers
where state = 'kept' and law_add_working_days(term_end, :days) < :as_of
