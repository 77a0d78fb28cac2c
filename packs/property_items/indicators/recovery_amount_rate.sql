/* ---
indicator: recovery_amount_rate
title: 执行到位率（额）
grain: 每个已有结案状态、写明金额的判项一行
purpose: 衡量财产性判项金额实际到位的比例。
logic: 履行完毕、终结本次执行、终结执行的判项，已履行金额之和除以判决金额之和；超过判决金额的部分不计。
source: [刑事诉讼法解释 第五百二十一条]
reads: [property_items]
leaves_out: [仍在执行中的, 没有写明金额的（没收全部财产、特定物）]
columns:
  judgment_no: 裁判文号
  item: 判项
  ordered: 判决金额
  paid: 已履行
kind: ratio
unit: 元
group_by: organ
better: up
caveat: 确无履行能力的也计入分母，不能据此认定执行不力。
--- */
select case when coalesce(paid, 0) > ordered then ordered else coalesce(paid, 0) end as part_count, ordered as whole_count, judgment_no as label, _organ as organ, status_on as day,
    concat('record:property_items:', _key) as link, judgment_no, item, ordered, paid
from property_items
where enforcement_status in ('fulfilled', 'suspended', 'closed') and status_on is not null and ordered > 0
