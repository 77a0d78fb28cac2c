/* ---
model: exit_ban_unreported
title: 法定不准出境人员未报备
grain: 每件在矫的社区矫正一行
purpose: 发现入矫后没有及时把社区矫正对象报备为法定不准出境人员。
logic: 已入矫、未解矫，入矫日期后规定工作日数内没有出境报备日期（未报备的以核查日已过该日为准）。
source: [社区矫正法 第二十三条]
reads: [corrections_cases]
leaves_out: [已解矫的, 最后一个工作日报备的, 节假日和调休日按国务院公布的安排计算]
parameters:
  working_days:
    default: 5
    unit: 工作日
    mark: policy
    note: 报备时限的核查口径，国家移民管理规定的日数未经核对
occurrence: [person_no]
columns:
  name: 姓名
  person_no: 矫正对象编号
  enrolled_on: 入矫日期
  report_by: 应当报备的最后一日
  exit_ban_reported_on: 出境报备日期，未报备为空
duty: report_by
level: medium
summary: "{name}（{subject}）{enrolled_on}入矫，应于{report_by}前报备不准出境，报备日期{exit_ban_reported_on}。"
answers: 社区矫正记录的送数机关：应当报备
clears: 报备日期未录入；已由上级机关统一报备
demand: 对应当通报备案的社区矫正对象立即办理法定不准出境人员通报备案。
caveat: 出境入境管理法第十二条规定刑罚尚未执行完毕的不准出境（二手来源）；报备日数是核查口径，不是法律明文。
--- */
with enrolled as (
    select _ref, _organ, id_number, name, person_no, enrolled_on, exit_ban_reported_on,
        law_add_working_days(enrolled_on, :working_days) as report_by
    from corrections_cases
    where enrolled_on is not null and released_on is null
)
select id_number as subject, person_no as occurrence, _organ as organ,
    name, person_no, enrolled_on, report_by, exit_ban_reported_on, _ref as evidence
from enrolled
where coalesce(exit_ban_reported_on, :as_of) > report_by
