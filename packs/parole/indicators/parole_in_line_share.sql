/* ---
indicator: parole_in_line_share
title: 假释裁定与调查评估一致率
grain: 每件有调查评估又有裁定的假释案件一行
purpose: 衡量法院裁定是否采信调查评估意见。
logic: 适宜而准予假释、不适宜而不予假释的，除以有结论又有裁定的案件。
source: [社区矫正法 第十八条]
reads: [case_parole, case_parole_detention]
leaves_out: [无法评估的, 准许撤回的]
columns:
  number: 案件编号
  opinion: 调查评估结论
  granted: 裁定结果
kind: share
unit: 件
group_by: organ
better: up
caveat: 不采信本身不是违法，应当在裁定中说明理由。
--- */
with proposed as (
    select "case", number, organ, _organ, organ__court, investigate__conclusion, ruling__outcome, ruling__on
    from case_parole
    union all
    select "case", number, organ, _organ, organ__court, investigate__conclusion, ruling__outcome, ruling__on
    from case_parole_detention
)
select (investigate__conclusion in ('fit', 'fit_with_conditions')) = (ruling__outcome = 'granted') as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, ruling__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, investigate__conclusion as opinion, ruling__outcome as granted
from proposed
where investigate__conclusion in ('fit', 'fit_with_conditions', 'not_fit') and ruling__outcome in ('granted', 'refused')
