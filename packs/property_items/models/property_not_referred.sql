/* ---
model: property_not_referred
title: 财产性判项未移送执行
grain: 每个未移送的财产性判项一行
purpose: 发现判决生效后刑事审判部门没有把财产性判项移送立案执行的情况。
logic: 已履行金额少于判决金额，没有移送执行日期，且判决生效至核查日超过规定日数；附带民事赔偿除外。
source: [刑事诉讼法 第二百七十一条, 刑事诉讼法解释 第五百二十二条]
reads: [property_items, sentences]
leaves_out: [已全部履行的, 附带民事赔偿（依申请执行）, 未超过规定日数的]
parameters:
  days:
    default: 30
    unit: 日
    mark: policy
    note: 移送执行的期限由各地规定，三十日为核查口径
occurrence: [judgment_no, item]
columns:
  name: 姓名
  judgment_no: 案号
  item: 判项种类
  ordered: 判决金额（元）
  paid: 已履行金额（元）
  effective_on: 判决生效日期
  days_since: 生效至核查日的日数
level: medium
summary: "{name}（{subject}）{judgment_no}判决的财产性判项{ordered}元仅履行{paid}元，生效后{days_since}日未移送执行。"
answers: 判项记录的送数法院：应当移送立案执行
clears: 已当庭或者主动缴清；已移送但未登记移送日期；依法中止或者终结
caveat: 三十日是核查口径，不是法律明文。
--- */
with unpaid as (
    select _ref, _organ, id_number, name, judgment_no, item, ordered, coalesce(paid, 0) as paid
    from property_items
    where coalesce(paid, 0) < ordered and referred_on is null and item <> 'civil_compensation'
)
select u.id_number as subject, concat_ws('|', u.judgment_no, u.item) as occurrence, u._organ as organ,
    u.name, u.judgment_no, u.item, u.ordered, u.paid, s.effective_on, date_diff('day', s.effective_on, :as_of) as days_since,
    u._ref as evidence, s._ref as evidence_sentence
from unpaid as u
join sentences as s on s.judgment_no = u.judgment_no and s.id_number = u.id_number
where date_diff('day', s.effective_on, :as_of) > :days
