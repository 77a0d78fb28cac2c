/* ---
indicator: commutation_top_share
title: 顶格率
grain: 每件已经提请的减刑案件一行
purpose: 发现总是按上限提请的单位。
logic: 建议减去的月数等于依法计算的上限的，除以有上限的提请。
source: [办理减刑假释案件具体应用法律的规定 第六条]
reads: [case_commutation]
leaves_out: [减为其他刑种的, 没有计算上限的]
columns:
  number: 案件编号
  proposed_months: 建议月数
  max_months: 上限
kind: share
unit: 件
group_by: organ
better: none
caveat: 顶格本身合法，只用于各监狱之间比较和抽查。
--- */
select file__proposed_months = cast(value__max_months as integer) as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, file__filed_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, file__proposed_months as proposed_months, value__max_months as max_months
from case_commutation
where file__proposed_months is not null and value__max_months is not null
