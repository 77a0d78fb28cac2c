/* ---
indicator: unsuitable_opinion_share
title: 不适宜意见比例
grain: 每件已出具意见的调查评估一行
purpose: 衡量评估意见中不适宜社区矫正的比例。
logic: 不适宜的，除以已签发的。
source: [社区矫正法 第十八条]
reads: [case_investigation]
leaves_out: [没有签发的]
columns:
  number: 案件编号
  opinion: 意见
kind: share
unit: 件
group_by: organ
better: none
--- */
select value__opinion_given = 'unsuitable' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, sign__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, value__opinion_given as opinion
from case_investigation
where sign__outcome = 'sent' and value__opinion_given is not null
