/* ---
indicator: execution_performed_rate
title: 执行到位率（件）
grain: 每个已有结案状态的判项一行
purpose: 衡量财产性判项实际履行的比例
logic: 执行状态为履行完毕、终结本次执行、终结执行的判项中，履行完毕的比例
source: [刑事诉讼法解释 第五百二十一条]
reads: [property_items]
leaves_out: [仍在执行中的]
columns:
  judgment_no: 裁判文号
  item: 判项
  ordered: 判决金额
  paid: 已履行
  enforcement_status: 状态
kind: share
unit: 件
group_by: organ
better: up
caveat: 终结本次执行不作为有无履行能力的证明
--- */
select enforcement_status = 'fulfilled' as hit, cast(null as varchar) as link, judgment_no as label, _organ as organ, status_on as day, judgment_no, item, ordered, paid, enforcement_status
from property_items
where enforcement_status in ('fulfilled', 'suspended', 'closed') and status_on is not null
