/* ---
facts: property_state
title: 财产性判项与历次履行
rule: property.assess
source: [审查财产性判项执行问题的规定 第三条]
reads: [property_items]
columns:
  property: 各判项的判决金额、已履行金额
--- */
select {'items': list({'kind': case p.item when 'civil_compensation' then 'compensation' when 'restitution' then 'recovery' else p.item end,
        'amount': cast(p.ordered as double), 'paid': cast(coalesce(p.paid, 0) as double)} order by p.judgment_no, p.item)} as property,
    list(p._ref order by p.judgment_no, p.item) as evidence_property
from property_items as p
where p.id_number = :id_number
