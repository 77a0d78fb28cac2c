/* ---
indicator: opinion_adopted_share
title: 调查评估采信率
grain: 每件已知采信情况的调查评估一行
purpose: 衡量委托机关是否采信调查评估意见。
logic: 采信的，除以已经反馈采信情况的（部分采信不算采信）。
source: [社区矫正法实施办法 第十四条]
reads: [case_investigation]
leaves_out: [委托撤回的, 尚未反馈的]
columns:
  number: 案件编号
  adopted: 采信情况
kind: share
unit: 件
group_by: organ
better: up
caveat: 部分采信另列；过高也可能说明意见迎合委托机关。
--- */
select value__adopted = 'yes' as hit, coalesce(number, "case") as label, coalesce(organ__commissioner, organ, _organ) as organ, outcome__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, value__adopted as adopted
from case_investigation
where value__adopted in ('yes', 'partly', 'no') and outcome__on is not null
