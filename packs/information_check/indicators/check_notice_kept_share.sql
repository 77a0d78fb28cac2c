/* ---
indicator: check_notice_kept_share
title: 处罚、措施主动通知率
grain: 每件处罚、措施类核查线索一行
purpose: 衡量采取措施的机关是否在三日内主动通知社区矫正机构（早于比中）。
logic: 三日内通知且早于比中的，除以核查属实的处罚、措施类线索。
source: [社区矫正法实施办法 第四十一条]
reads: [case_check_clue]
leaves_out: [身份错误、数据错误的, 尚未核查的]
columns:
  number: 案件编号
  decided_on: 决定日期
  received_on: 收到通知日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(verify__notice_kept, false) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, opening__offence_decided_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__offence_decided_on as decided_on, verify__notice_received_on as received_on
from case_check_clue
where opening__set in ('penalty', 'measure') and verify__outcome = 'confirmed' and opening__offence_decided_on is not null
