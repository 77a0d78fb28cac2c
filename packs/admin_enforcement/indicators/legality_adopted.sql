/* ---
indicator: legality_adopted
title: 合法性审查意见采纳率
grain: 每件审查意见一行
purpose: 衡量审查意见是否被采纳
logic: 采纳的，除以已出具的意见
source: [行政处罚法 第五十八条]
reads: [register_legality_opinions]
leaves_out: []
columns:
  title_reviewed: 事项
  class: 类别
  opinion: 意见
  adopted: 采纳
kind: share
unit: 件
group_by: organ
better: up
caveat: 合法的意见计为采纳
--- */
select adopted = 'yes' as hit, cast(null as varchar) as link, title_reviewed as label, organ, given_on as day, title_reviewed, class, opinion, adopted
from register_legality_opinions
