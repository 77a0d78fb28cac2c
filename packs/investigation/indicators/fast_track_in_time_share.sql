/* ---
indicator: fast_track_in_time_share
title: 速裁案件评估按期率
grain: 每件速裁程序的调查评估签发一行
purpose: 衡量适用速裁程序的案件是否在五个工作日内送出意见。
logic: 签发期限以内送出的，除以已经送出的与期限已过仍未送出的。
source: [社区矫正法实施办法 第十四条]
reads: [case_investigation]
leaves_out: [转为普通程序的, 尚未到期的, 退回、撤回的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  sent_on: 送出日期，没有送出的为空
kind: share
unit: 件
group_by: organ
better: up
--- */
select sign__outcome = 'sent' and sign__on <= sign__due_on as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, sign__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, sign__due_on as due_on, case when sign__outcome = 'sent' then sign__on end as sent_on
from case_investigation
where commission__fast_track and coalesce(value__fast_track, 'true') <> 'false' and sign__due_on is not null and (sign__outcome = 'sent' or (ended_on is null and sign__due_on < :as_of))
