/* ---
indicator: remission_granted_share
title: 罚金减免率
grain: 每件已经裁定的减免、延期申请一行
purpose: 了解罚金减免制度的运用。
logic: 裁定准予减少或者免除的，除以已经裁定的申请。
source: [刑法 第五十三条]
reads: [case_fine_remission]
leaves_out: [没有裁定的]
columns:
  number: 案件编号
  outcome: 裁定结果
kind: share
unit: 件
group_by: organ
better: none
--- */
select rule__outcome = 'granted' as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, rule__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, rule__outcome as outcome
from case_fine_remission
where rule__outcome in ('granted', 'deferred', 'refused')
