/* ---
indicator: centre_recorded_share
title: 全程录音录像率
grain: 每次有讯问的到案一行
purpose: 衡量办案区讯问是否全程录音录像。
logic: 最近一次讯问全程录音录像的，除以有讯问的到案。
source: [刑事诉讼法 第一百二十三条]
reads: [case_case_centre]
leaves_out: [没有讯问的]
columns:
  number: 案件编号
  recorded: 全程录音录像
kind: share
unit: 次
group_by: organ
better: up
caveat: 只有法律、规章规定的情形必须录音录像，其余为应当逐步做到。
--- */
select coalesce(interrogate__recorded, false) as hit, coalesce(number, "case") as label, coalesce(organ__centre, organ, _organ) as organ, interrogate__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, interrogate__recorded as recorded
from case_case_centre
where interrogate__on is not null
