/* ---
model: amounts_split
title: 同一当事人的案件拆分在移送标准以下
grain: 每个当事人每个领域一行
purpose: 发现对同一当事人多次按一般行政案件结案，单件均未达核查口径，二年内累计达到而没有移送的情形。
logic: >
  同一证件号码或者信用代码、同一领域，核查日前二年内立案的一般行政案件（没有认为涉嫌犯罪）二件以上，
  每件金额都大于零而低于该领域核查口径，累计达到该口径；没有一件写明二年内累计金额，也没有一件认为涉嫌犯罪的。
  其中单件金额达到口径规定比例的件数另行列明。
source: [行政执法机关移送涉嫌犯罪案件的规定 第三条, 行政执法机关移送涉嫌犯罪案件的规定 第五条]
reads: [case_referral]
leaves_out: [没有证件号码的, 只有一件的, 已经写明二年内累计的, 其中一件已认为涉嫌犯罪的, 没有金额口径的领域, 累计未达口径的, 超过二年的]
parameters:
  split_yuan:
    default: {tax: 100000, tobacco: 50000, ip: 50000, environment: 300000}
    unit: 元
    mark: policy
    note: 各领域移送金额的核查口径，没有列明的领域不核查；与有案不移模型一致
  near_share: {default: 90, unit: "%", mark: policy, note: 单件金额达到口径百分之多少算接近}
occurrence: [party_id, field, last_filed_on]
columns:
  party: 当事人
  party_id: 证件号码或者信用代码
  field: 领域
  number_of_cases: 件数
  total: 累计金额（元）
  threshold: 核查口径（元）
  near: 接近口径的件数
  first_filed_on: 最早立案日期
  last_filed_on: 最近立案日期
spoken:
  field: {food: 食品, drug: 药品, environment: 环境, tax: 税务, tobacco: 烟草, ip: 知识产权, land: 土地, labour: 劳动, other: 其他}
level: medium
summary: "{party}二年内在{field}领域按一般案件办理{number_of_cases}件，累计{total}元，达到核查口径{threshold}元，其中{near}件接近口径。"
answers: 办理案件的行政执法机关：应当核查是否为同一或者连续行为，说明没有累计计算、没有移送的原因
clears: 各件为互不相关的行为；已经累计计算而没有填写；行为已过追诉时效；金额为货值而非违法所得
demand: 对同一当事人二年内未经处理的行为累计计算，达到标准的依法移送。
caveat: 累计规则为核查口径；已经行政处罚的行为能否累计依各罪追诉标准，不能仅凭本线索认定拆分。
--- */
with plain as (
    select r._ref, coalesce(r.organ__organ, r.organ, r._organ) as organ, r.enter__party as party, r.enter__party_id as party_id,
        r.enter__standard_field as field, r.enter__amount as amount, r.enter__filed_on as filed_on, t.value as threshold
    from case_referral as r
    join split_yuan as t on t.key = r.enter__standard_field
    where r.enter__party_id is not null and r.enter__filed_on <= :as_of and r.enter__filed_on >= law_months_after(:as_of, -24)
        and r.enter__amount > 0 and r.enter__outcome = 'plain' and not coalesce(r.enter__suspected, false)
        and r.enter__two_year_sum is null
),
flagged as (
    select distinct enter__party_id as party_id, enter__standard_field as field
    from case_referral
    where enter__party_id is not null and (coalesce(enter__suspected, false) or enter__outcome = 'suspected' or enter__two_year_sum is not null)
),
summed as (
    select p.party_id, p.field, min(p.party) as party, min(p.organ) as organ, min(p.threshold) as threshold, count(*) as number_of_cases,
        sum(p.amount) as total, max(p.amount) as highest, sum(case when p.amount * 100 >= p.threshold * :near_share then 1 else 0 end) as near,
        min(p.filed_on) as first_filed_on, max(p.filed_on) as last_filed_on, min(p._ref) as evidence
    from plain as p
    left join flagged as f on f.party_id = p.party_id and f.field = p.field
    where f.party_id is null
    group by 1, 2
)
select party_id as subject, concat_ws('|', party_id, field, strftime(last_filed_on, '%Y-%m-%d')) as occurrence, organ,
    party, party_id, field, number_of_cases, total, threshold, cast(near as bigint) as near, first_filed_on, last_filed_on, evidence
from summed
where number_of_cases >= 2 and highest < threshold and total >= threshold
