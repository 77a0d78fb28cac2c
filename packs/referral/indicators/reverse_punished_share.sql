/* ---
indicator: reverse_punished_share
title: 反向衔接处罚率
grain: 每份已回复的反向衔接检察意见一行
purpose: 看检察意见提出的行政处罚是否作出。
logic: 期间内已回复的检察意见中，有关主管机关已作出行政处罚的比例。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第九条]
reads: [case_reverse]
leaves_out: [没有回复的]
columns:
  number: 案件编号
  reply_outcome: 处理结果
kind: share
unit: 份
group_by: organ
better: up
--- */
select reply__outcome = 'punished' as hit, coalesce(number, title) as label, coalesce(organ__organ, _organ) as organ, reply__on as day,
    concat('document:', "case") as link, number, reply__outcome as reply_outcome
from case_reverse
where reply__outcome is not null
