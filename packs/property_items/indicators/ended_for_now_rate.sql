/* ---
indicator: ended_for_now_rate
title: 终本率
grain: 每个已有结案状态的判项一行
purpose: 衡量终结本次执行程序的比例
logic: 执行状态为履行完毕、终结本次执行、终结执行的判项中，终结本次执行的比例
source: [刑事诉讼法解释 第五百二十九条]
reads: [property_items]
leaves_out: [仍在执行中的]
columns:
  judgment_no: 裁判文号
  item: 判项
  enforcement_status: 状态
kind: share
unit: 件
group_by: organ
better: down
caveat: 终结本次执行不作为有无履行能力的证明
--- */
select enforcement_status = 'suspended' as hit, cast(null as varchar) as link, judgment_no as label, _organ as organ, status_on as day, judgment_no, item, enforcement_status
from property_items
where enforcement_status in ('fulfilled', 'suspended', 'closed') and status_on is not null
