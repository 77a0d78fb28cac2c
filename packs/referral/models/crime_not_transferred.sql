/* ---
model: crime_not_transferred
title: 有案不移、以罚代刑
grain: 每件已处罚的行政案件一行
purpose: 发现涉嫌犯罪而只作行政处罚、没有移送公安机关的案件。
logic: >
  已作出处罚决定，载明涉嫌罪名，或者涉案金额达到所属领域的追诉标准（标准为零的领域只看涉嫌罪名，未列领域按其他），
  处罚决定后规定日数内没有决定移送，且核查日已过该日数。
source: [310号令 第三条, 310号令 第五条, 行政处罚法 第二十七条]
reads: [admin_cases]
leaves_out: [金额未达标准的, 期限内决定移送的, 尚在期限内的]
parameters:
  amount_yuan:
    default: {food: 0, drug: 0, tax: 100000, tobacco: 50000, ip: 50000, environment: 300000, other: 50000}
    unit: 元
    mark: policy
    note: 各领域移送金额的核查口径；零表示只看涉嫌罪名
  days:
    default: 3
    unit: 日
    mark: law
    note: 自接到报告之日起三日内作出决定（310号令第五条）
occurrence: [case_no]
columns:
  case_no: 案件编号
  party: 当事人
  field: 领域
  amount: 涉案金额（元）
  suspected_crime: 涉嫌罪名
  decided_on: 处罚日期
  transfer_decided_on: 决定移送日期，未移送为空
level: high
summary: "{case_no}（{party}，{field}，涉案{amount}元，涉嫌{suspected_crime}）{decided_on}处罚，决定移送日期{transfer_decided_on}。"
answers: 行政处罚记录的送数机关：应当移送或者说明理由
clears: 金额为货值而非违法所得；已过追诉时效；移送决定未录入；公安机关已先行立案
demand: 对涉嫌犯罪的案件依法移送公安机关，并抄送检察机关。
caveat: 金额标准为核查口径，应以追诉标准原文为准。
--- */
with decided as (
    select a._ref, a._organ, a.case_no, a.party, a.field, a.amount, a.suspected_crime, a.decided_on, a.transfer_decided_on,
        coalesce(t.value, o.value) as threshold, law_add_days(a.decided_on, :days) as transfer_by
    from admin_cases as a
    left join amount_yuan as t on t.key = a.field
    left join amount_yuan as o on o.key = 'other'
    where a.decided_on is not null
)
select case_no as subject, case_no as occurrence, _organ as organ,
    case_no, party, field, amount, suspected_crime, decided_on, transfer_decided_on, _ref as evidence
from decided
where (suspected_crime is not null or (threshold > 0 and amount >= threshold))
    and coalesce(transfer_decided_on, :as_of) > transfer_by
