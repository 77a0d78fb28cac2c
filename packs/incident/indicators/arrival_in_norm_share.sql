/* ---
indicator: arrival_in_norm_share
title: 到场达标率
grain: 每起到达现场的城区、城郊警情一行
purpose: 衡量接到派警后是否按时到场。
logic: 期间内报警、已经到场的城区和城郊警情中，自派警起城区五分钟、城郊十分钟以内（含）到场的比例。
source: [公安机关办理刑事案件程序规定 第一百六十九条]
reads: [case_incident]
leaves_out: [农村和边远地区的, 没有到场的, 派警或者到场时间不明的]
columns:
  number: 案件编号
  area: 区域（代码）
  dispatched_at: 派警时间
  arrived_at: 到场时间
kind: share
unit: 起
group_by: organ
better: up
caveat: 五分钟、十分钟见地方处警规范。
--- */
select epoch(arrive__arrived_at) - epoch(dispatch__dispatched_at) <= case receive__area when 'city' then 300 else 600 end as hit, coalesce(number, "case") as label, coalesce(organ__station, organ, _organ) as organ,
    cast(receive__called_at as date) as day, concat('document:', "case") as link, number, receive__area as area, dispatch__dispatched_at as dispatched_at, arrive__arrived_at as arrived_at
from case_incident
where receive__area in ('city', 'suburb') and arrive__arrived_at is not null and dispatch__dispatched_at is not null and receive__called_at is not null
