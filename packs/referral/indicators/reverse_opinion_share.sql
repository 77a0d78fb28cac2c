/* ---
indicator: reverse_opinion_share
title: 不起诉案件提出检察意见率
grain: 每件审查完毕的反向衔接案件一行
purpose: 看不起诉后需要行政处罚的案件占多少。
logic: 期间内审查完毕的不起诉案件中，应当给予行政处罚、提出检察意见的比例。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第八条]
reads: [case_reverse]
columns:
  number: 案件编号
  review_outcome: 审查结论
kind: share
unit: 件
group_by: organ
better: none
--- */
select review__outcome = 'issue' as hit, coalesce(number, title) as label, coalesce(organ__procuratorate, _organ) as organ, review__on as day,
    concat('document:', "case") as link, number, review__outcome as review_outcome
from case_reverse
where review__outcome is not null
