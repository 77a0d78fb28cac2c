/* ---
indicator: reverse_replied_in_time_share
title: 反向衔接按期回复率
grain: 每份到期或已回复的反向衔接检察意见一行
purpose: 看有关主管机关是否按期回复处理情况。
logic: 回复期限在期间内的检察意见中，在期限内回复的比例；没有到期且没有回复的不计。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第九条]
reads: [case_reverse]
leaves_out: [没有到期且没有回复的]
columns:
  number: 案件编号
  due_on: 回复期限
  replied_on: 回复日期
kind: share
unit: 份
group_by: organ
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
select coalesce(reply__on <= reply__due_on, false) as hit, coalesce(number, title) as label, coalesce(organ__organ, _organ) as organ, reply__due_on as day,
    concat('document:', "case") as link, number, reply__due_on as due_on, reply__on as replied_on
from case_reverse
where reply__due_on is not null and (reply__on is not null or reply__due_on < :as_of)
