/* ---
indicator: leave_refused_share
title: 外出申请不予批准率
grain: 每件外出审批一行
purpose: 衡量外出申请不予批准的比例。
logic: 期间内已告知的外出申请中，不予批准的，除以全部。
source: [社区矫正法 第二十七条]
reads: [case_leave]
leaves_out: [尚未告知的, 不须批准的]
columns:
  number: 案件编号
  told_on: 告知日期
  result: 结果
kind: share
unit: 件
group_by: organ
better: none
caveat: 有正当理由的应当批准；不予批准的理由逐件记录，打开可查。
--- */
select tell__outcome = 'refused' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, tell__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, tell__on as told_on, tell__outcome as result
from case_leave
where tell__on is not null
