/* ---
indicator: reverse_served_in_three_days_share
title: 检察意见三日内送达率
grain: 每份已送达的反向衔接检察意见一行
purpose: 看检察意见是否在不起诉决定之日起三日内连同决定书送达。
logic: 期间内送达的检察意见中，在期限内送达的比例；末日遇节假日顺延。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第八条]
reads: [case_reverse]
columns:
  number: 案件编号
  due_on: 送达期限
  served_on: 送达日期
kind: share
unit: 份
group_by: organ
better: up
--- */
select coalesce(opinion__served_on <= opinion__due_on, false) as hit, coalesce(number, title) as label, coalesce(organ__procuratorate, _organ) as organ, opinion__served_on as day,
    concat('document:', "case") as link, number, opinion__due_on as due_on, opinion__served_on as served_on
from case_reverse
where opinion__outcome = 'served' and opinion__served_on is not null
