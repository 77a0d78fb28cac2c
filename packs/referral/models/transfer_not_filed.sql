/* ---
model: transfer_not_filed
title: 有案不立
grain: 每件已移送公安机关的行政案件一行
purpose: 发现公安机关接受移送后没有按期决定是否立案。
logic: 有移送时间，移送之日起规定日数内没有公安决定日期，且核查日已过该日数。
source: [310号令 第八条, 公安规定 第一百八十条]
reads: [admin_cases]
leaves_out: [第三日作出决定的, 尚在期限内的]
parameters:
  days:
    default: 3
    unit: 日
    mark: law
    note: 自接受案件之日起三日内审查（310号令第八条，三日按日历日计算）
occurrence: [case_no]
columns:
  case_no: 案件编号
  party: 当事人
  transferred_at: 移送时间
  decide_by: 应当决定的最后一日
  police_decided_on: 公安决定日期，未决定为空
duty: decide_by
level: high
summary: "{case_no}（{party}）{transferred_at}移送公安机关，应于{decide_by}前决定，决定日期{police_decided_on}。"
answers: 移送记录的送数机关：应当说明移送与受理情况，由其同级公安机关答复
clears: 公安决定未回录；案卷不全正在补正；移送时间为预录时间
--- */
with transferred as (
    select *, law_add_days(cast(transferred_at as date), :days) as decide_by
    from admin_cases
    where transferred_at is not null
)
select case_no as subject, case_no as occurrence, _organ as organ,
    case_no, party, transferred_at, decide_by, police_decided_on, _ref as evidence
from transferred
where coalesce(police_decided_on, :as_of) > decide_by
