/* ---
indicator: opinion_followed_share
title: 评估意见与决定一致率
grain: 每件已有决定的调查评估一行
purpose: 从结果衡量评估意见是否得到采纳：适宜的适用社区矫正，不适宜的没有适用。
logic: 意见与决定一致的，除以已有决定的。
source: [社区矫正法实施办法 第十四条]
reads: [case_investigation]
leaves_out: [未决定的, 委托撤回的]
columns:
  number: 案件编号
  opinion: 意见
  decision: 决定
  kind: 委托性质
kind: share
unit: 件
group_by: organ
better: none
caveat: 与采信率是两种口径：意见与决定一致不等于采信，见采信率。
--- */
select (value__opinion_given = 'suitable' and outcome__decision = 'corrections') or (value__opinion_given = 'unsuitable' and outcome__decision = 'custody') as hit, coalesce(number, "case") as label, coalesce(organ__commissioner, organ, _organ) as organ,
    outcome__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, value__opinion_given as opinion, outcome__decision as decision, commission__commission_kind as kind
from case_investigation
where outcome__decision in ('corrections', 'custody') and value__opinion_given is not null
