/* ---
indicator: treasury_handed_rate
title: 上缴国库率
grain: 每笔法院已经入账的罚金、没收财产缴款一行
purpose: 衡量收缴的罚金、没收财产是否上缴国库。
logic: 国库入账金额之和除以法院入账金额之和。
source: [刑事诉讼法解释 第五百二十一条]
reads: [register_property_payments]
leaves_out: [没有入账的, 追缴、退赔和民事赔偿]
columns:
  receipt_no: 票据号
  court_amount: 法院入账
  treasury_amount: 国库入账
kind: ratio
unit: 元
group_by: organ
better: up
caveat: 三十日以内上缴为政策默认，未到期的也计入分母。
--- */
select coalesce(treasury_amount, 0) as part_count, court_amount as whole_count, receipt_no as label, coalesce(organ, _organ) as organ, paid_on as day, cast(null as varchar) as link,
    receipt_no, court_amount, treasury_amount
from register_property_payments
where kind in ('fine', 'confiscation_part', 'confiscation_all') and court_amount > 0
