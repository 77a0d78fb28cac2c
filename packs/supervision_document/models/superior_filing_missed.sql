/* ---
model: superior_filing_missed
title: 监督文书没有按时报上级机关
grain: 每件报备案件一行
purpose: 发现被监督单位收到监督文书后没有按时报上级机关备案的。
logic: >
  收到监督文书后报备的期限最后一日已过而没有报备，或者报备晚于期限最后一日的。
source: [人民检察院检察建议工作规定 第二十条]
reads: [case_steps]
leaves_out: [最后一日当日报备的, 核查日当日到期的, 收到日期不明的]
occurrence: [number, round]
columns:
  number: 案件编号
  round: 第几次办理
  due_on: 期限最后一日
  done_on: 报备日期，未报备为空
  days_over: 超过的日数
duty: due_on
level: low
summary: "{number}应于{due_on}前报上级机关备案，超过{days_over}日。"
answers: 被监督单位：应当补报并说明原因
clears: 已经以其他方式报备而没有登记；收到日期登记有误
demand: 立即向上级机关补报，并说明没有按时报备的原因。
caveat: 五个工作日为部分地区的公开做法，不是全国统一的法定期限；没有这一要求的地方不作逾期。
--- */
with filed as (
    select *, coalesce(number, "case") as case_number, coalesce(done_on, :as_of) as until_on
    from case_steps
    where procedure = 'superior_filing' and step = 'file_to_superior' and due_on is not null and not coalesce(suspended, false)
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, cast(round as varchar)) as occurrence, coalesce(organ, _organ) as organ,
    case_number as number, round, due_on, done_on, date_diff('day', due_on, until_on) as days_over, _ref as evidence
from filed
where until_on > due_on
