/* ---
indicator: commutation_granted_share
title: 减刑准予率
grain: 每件作出裁定的减刑案件一行
purpose: 衡量监狱提请与法院裁定是否一致。
logic: 准予减刑（含调整幅度）的，除以作出准予、不予裁定的案件。
source: [减刑假释案件审理程序的规定 第十六条]
reads: [case_commutation]
leaves_out: [准许撤回的]
columns:
  number: 案件编号
  outcome: 裁定结果
kind: share
unit: 件
group_by: organ
better: none
--- */
select ruling__outcome in ('granted', 'adjusted') as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, ruling__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, ruling__outcome as outcome
from case_commutation
where ruling__outcome in ('granted', 'adjusted', 'refused')
