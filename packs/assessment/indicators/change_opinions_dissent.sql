/* ---
indicator: change_opinions_dissent
title: 减刑假释监督率
grain: 每件已提意见的减刑、假释审查一行
purpose: 看检察机关对减刑、假释提请不同意的比例。
logic: 期间内已提出检察意见的减刑、假释提请中，意见不是同意的比例。
source: [人民检察院刑事诉讼规则 第六百三十五条]
reads: [register_change_reviews]
columns:
  number: 编号
  view: 意见
  opinion_on: 意见日期
kind: share
unit: 件
better: none
caveat: 不同意的比例没有好坏之分。
--- */
select view <> 'agreed' as hit, number as label, coalesce(organ, _organ) as organ, opinion_on as day, concat('entry:', entry) as link, number, view, opinion_on
from register_change_reviews
where opinion_on is not null and view is not null
