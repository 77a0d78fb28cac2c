/* ---
indicator: measure_notice_in_time_share
title: 限制人身自由三日内通知率
grain: 每件通报一行
purpose: 衡量作出拘留、强制措施等决定的机关是否在三日内通知社区矫正机构和检察院。
logic: 期限最后一日以前（含当日）通知的，除以已通知的和期限已过仍未通知的。
source: [社区矫正法实施办法 第四十一条]
reads: [case_measure_notice]
leaves_out: [尚未到期的]
columns:
  number: 案件编号
  decided_on: 决定日期
  notified_on: 通知日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select notify__on is not null and notify__on <= notify__due_on as hit, coalesce(number, "case") as label, coalesce(organ__organ, organ, _organ) as organ, notify__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    opening__measure_decided_on as decided_on, notify__on as notified_on
from case_measure_notice
where notify__due_on is not null and (notify__on is not null or notify__due_on < :as_of)
