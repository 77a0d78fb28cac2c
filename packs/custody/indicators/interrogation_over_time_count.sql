/* ---
indicator: interrogation_over_time_count
title: 超时讯问数
grain: 每次超过传唤、拘传、治安传唤时限的到案一行
purpose: 掌握传唤、拘传和治安传唤询问查证超过法定时限的数量。
logic: 自到案起超过十二小时（案情特别重大、复杂并经批准的二十四小时）才离开的，治安传唤超过八小时（涉案人数众多、身份不明的十二小时，情况复杂可能适用行政拘留的二十四小时）才离开的，计入；按出区登记日归期。
source: [刑事诉讼法 第一百一十九条, 治安管理处罚法 第九十七条]
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
with stays as (
    select *, coalesce(check_out__on, check_out_query__on) as out_on,
        case when bring_in__measure = 'public_order' then check_out_query__out_at else check_out__out_at end as left_at,
        case
            when bring_in__measure = 'public_order' then case when bring_in__detention_likely then 24 when bring_in__many_or_unknown then 12 else 8 end
            when coalesce(bring_in__grave, false) and approve_24__outcome = 'approved' then 24
            else 12
        end as most_hours
    from case_case_centre
    where bring_in__measure in ('summons', 'compelled', 'public_order')
)
select true as hit, coalesce(number, "case") as label, coalesce(organ__centre, organ, _organ) as organ, out_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, bring_in__arrived_at as arrived_at, left_at as out_at
from stays
where out_on is not null and epoch(left_at) - epoch(bring_in__arrived_at) > 3600 * most_hours
