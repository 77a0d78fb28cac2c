/* ---
indicator: interrogation_over_time_count
title: 超时讯问数
grain: 每次超过传唤、拘传时限的到案一行
purpose: 掌握传唤、拘传超过法定时限的数量。
logic: 自到案起超过十二小时（案情特别重大、复杂并经批准的二十四小时）才离开的，计入。
source: [刑事诉讼法 第一百一十九条]
reads: [case_case_centre]
leaves_out: [恰好届满时离开的, 没有出区登记的, 羁押中提解讯问的]
columns:
  number: 案件编号
  arrived_at: 到案时间
  out_at: 出区时间
kind: count
unit: 次
group_by: organ
better: down
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__centre, organ, _organ) as organ, check_out__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, bring_in__arrived_at as arrived_at, check_out__out_at as out_at
from case_case_centre
where bring_in__measure in ('summons', 'compelled') and check_out__on is not null
    and epoch(check_out__out_at) - epoch(bring_in__arrived_at) > 3600 * case when coalesce(bring_in__grave, false) and approve_24__outcome = 'approved' then 24 else 12 end
