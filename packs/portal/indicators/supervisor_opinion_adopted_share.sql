/* ---
indicator: supervisor_opinion_adopted_share
title: 执法监督员意见采纳率
grain: 每件已答复的执法监督员意见一行
purpose: 衡量执法监督员的意见是否得到采纳。
logic: 采纳的，除以已答复的；部分采纳不计入分子。
source: [社区矫正法 第八条]
reads: [register_supervisor_opinions]
leaves_out: [尚未答复的, 没有意见的]
columns:
  opinion_on: 提出意见日期
  adopted: 是否采纳代码
kind: share
unit: 件
group_by: organ
better: up
--- */
select adopted = 'adopted' as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, answered_on as day, concat('entry:', entry) as link, opinion_on, adopted
from register_supervisor_opinions
where answered_on is not null and adopted is not null
