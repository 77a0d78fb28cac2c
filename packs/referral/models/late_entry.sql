/* ---
model: late_entry
title: 两法衔接平台录入不及时
grain: 每件行政案件一行
purpose: 发现行政处罚案件没有按期录入两法衔接平台。
logic: 平台录入日期晚于立案日期后规定的工作日数。
source: [310号令 第十四条]
reads: [admin_cases]
leaves_out: [最后一个工作日录入的, 节假日和调休日按国务院公布的安排计算]
parameters:
  working_days:
    default: 7
    unit: 工作日
    mark: policy
    note: 录入时限由各地规定，七个工作日为核查口径
occurrence: [case_no]
columns:
  case_no: 案件编号
  party: 当事人
  filed_on: 立案日期
  enter_by: 应当录入的最后一日
  entered_on: 平台录入日期
duty: enter_by
level: low
summary: "{case_no}（{party}）{filed_on}立案，应于{enter_by}前录入，实际{entered_on}录入。"
answers: 行政案件的送数机关：应当按期录入
clears: 立案日期补录有误；平台故障期间
caveat: 七个工作日是核查口径，不是法律明文。
--- */
with filed as (
    select *, law_add_working_days(filed_on, :working_days) as enter_by
    from admin_cases
)
select case_no as subject, case_no as occurrence, _organ as organ, case_no, party, filed_on, enter_by, entered_on, _ref as evidence
from filed
where entered_on > enter_by
