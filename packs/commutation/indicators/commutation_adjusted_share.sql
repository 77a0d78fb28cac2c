/* ---
indicator: commutation_adjusted_share
title: 减刑幅度调整率
grain: 每件准予减刑的案件一行
purpose: 衡量法院对建议幅度的调整。
logic: 裁定减去的月数与建议不同的，除以有建议月数和裁定月数的准予案件。
source: [减刑假释案件审理程序的规定 第十七条]
reads: [case_commutation]
leaves_out: [减为有期徒刑而没有减去月数的]
columns:
  number: 案件编号
  proposed: 建议减去（月）
  months: 裁定减去（月）
kind: share
unit: 件
group_by: organ
better: none
--- */
select ruling__months <> file__proposed_months as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, ruling__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, file__proposed_months as proposed, ruling__months as months
from case_commutation
where ruling__outcome in ('granted', 'adjusted') and ruling__months is not null and file__proposed_months is not null
