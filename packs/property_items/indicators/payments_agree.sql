/* ---
indicator: payments_agree
title: 缴款三账一致率
grain: 每次缴款一行
purpose: 衡量监狱、法院、国库三本账是否一致
logic: 已上缴国库的缴款中，缴款、法院入账、国库入账金额相同的比例
source: [刑事诉讼法解释 第五百二十一条]
reads: [register_property_payments]
leaves_out: [尚未上缴的]
columns:
  receipt_no: 票据号
  amount: 缴款金额
  court_amount: 法院入账
  treasury_amount: 国库入账
kind: share
unit: 次
group_by: organ
better: up
caveat: 按票据号核对
--- */
select amount = court_amount and court_amount = treasury_amount as hit, cast(null as varchar) as link, receipt_no as label, organ, paid_on as day, receipt_no, amount, court_amount, treasury_amount
from register_property_payments
where state = 'handed' and court_amount is not null and treasury_amount is not null
