/* ---
model: payment_contradictory
title: 财产性判项缴款三方记载矛盾
grain: 每次缴款每个问题一行
purpose: 发现监狱、法院、国库对同一缴款记载不一致，长期没有上缴国库，以及国库票据重复使用的情形。
logic: >
  法院入账金额与缴款金额不同、国库入账金额与法院入账金额不同的；国库票据号用于两次缴款的；
  法院入账后超过规定日数没有上缴国库的。
source: [刑事诉讼法解释 第五百二十一条, 人民检察院刑事诉讼规则 第六百四十五条]
reads: [register_property_payments]
leaves_out: [尚未入账而没有法院金额的, 规定日数以内没有上缴的, 退赔被害人不上缴国库的, 三方金额相同的]
parameters:
  hand_days: {default: 30, unit: 日, mark: policy, note: 法院入账后多少日内应当上缴国库}
occurrence: [receipt_no, finding]
columns:
  name: 姓名
  receipt_no: 缴款票据号
  judgment_no: 裁判文号
  finding: 问题（代码）
  finding_zh: 问题
  amount: 缴款金额
  court_amount: 法院入账金额
  treasury_amount: 国库入账金额
  paid_on: 缴款日期
level: medium
summary: "{name}（{subject}）缴款（票据{receipt_no}，{judgment_no}）：{finding_zh}。"
answers: 执行法院：应当核对三方账目并说明
clears: 票据作废或者更正没有登记；款项合并上缴
caveat: 上缴的三十日为默认值。
--- */
with payments as (
    select *, count(*) over (partition by treasury_receipt) as same_receipt
    from register_property_payments
),
found as (
    select *, 'court_differs' as finding, '法院入账金额与缴款金额不一致' as finding_zh
    from payments where court_amount <> amount
    union all
    select *, 'treasury_differs', '国库入账金额与法院入账金额不一致'
    from payments where treasury_amount <> coalesce(court_amount, amount)
    union all
    select *, 'receipt_twice', '一张国库票据用于两次缴款'
    from payments where treasury_receipt is not null and same_receipt > 1
    union all
    select *, 'not_handed', '法院入账后没有上缴国库'
    from payments where state = 'matched' and kind in ('fine', 'confiscation_part', 'confiscation_all') and law_add_days(changed_on, :hand_days) < :as_of
)
select coalesce(id_number, subject_name, receipt_no) as subject, concat_ws('|', receipt_no, finding) as occurrence, coalesce(court, organ, _organ) as organ,
    coalesce(subject_name, '罪犯') as name, receipt_no, judgment_no, finding, finding_zh, amount, court_amount, treasury_amount, paid_on, _ref as evidence
from found
