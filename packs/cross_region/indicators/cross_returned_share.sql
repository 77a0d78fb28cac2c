/* ---
indicator: cross_returned_share
title: 协作请求退回率
grain: 每件协作请求一行
purpose: 衡量协作请求被退回的比例。
logic: 退回过的，除以已签收或者退回的。
source: [社区矫正法 第二十六条]
reads: [case_cross_request]
leaves_out: [尚未签收的]
columns:
  number: 案件编号
  return_reason: 退回原因代码
kind: share
unit: 件
group_by: organ
better: down
--- */
select accept__return_reason is not null as hit, coalesce(number, "case") as label, coalesce(organ__asking, organ, _organ) as organ, opened_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, accept__return_reason as return_reason
from case_cross_request
where accept__on is not null
