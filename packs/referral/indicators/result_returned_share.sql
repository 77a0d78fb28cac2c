/* ---
indicator: result_returned_share
title: 办案结果五个工作日反馈率
grain: 每件已反馈结果的移送案件一行
purpose: 看公安机关、检察院、法院的处理结果是否及时反馈行政执法机关
logic: 期间内反馈结果的案件中，结果作出后五个工作日内反馈的比例
source: [推进行政执法与刑事司法衔接工作的规定_2021 第十六条]
reads: [case_referral]
leaves_out: [没有反馈结果的]
columns:
  number: 案件编号
  result_on: 结果日期
  due_on: 应反馈日期
  returned_on: 反馈日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 五个工作日为政策默认
--- */
select result__on <= law_add_working_days(result__result_on, 5) as hit, coalesce(number, title) as label, coalesce(organ__police, _organ) as organ,
    result__on as day, concat('document:', "case") as link, number, result__result_on as result_on,
    law_add_working_days(result__result_on, 5) as due_on, result__on as returned_on
from case_referral
where result__on is not null and result__result_on is not null
