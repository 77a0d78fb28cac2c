/* ---
indicator: commutation_opinion_followed_share
title: 检察意见采纳率
grain: 每件检察机关提出意见又已裁定的减刑案件一行
purpose: 衡量检察机关对提请的意见是否被采纳。
logic: 提出意见后裁定调整、不予减刑或者准许撤回的，除以提出意见又已裁定的案件。
source: [人民检察院刑事诉讼规则 第六百三十五条]
reads: [case_commutation]
leaves_out: [没有异议的, 没有裁定的]
columns:
  number: 案件编号
  outcome: 裁定结果
kind: share
unit: 件
group_by: organ
better: up
caveat: 裁定予以减刑而未调整的计为未采纳。
--- */
select ruling__outcome in ('adjusted', 'refused', 'withdrawal') as hit, coalesce(number, "case") as label, coalesce(organ__procuratorate, organ, _organ) as organ, ruling__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, ruling__outcome as outcome
from case_commutation
where opinion__outcome = 'objected' and ruling__outcome in ('granted', 'adjusted', 'refused', 'withdrawal')
