/* ---
indicator: scene_video_share
title: 现场视音频率
grain: 每起现场处置完毕的警情一行
purpose: 衡量现场处置是否全程录音录像。
logic: 期间内报警、现场处置完毕的警情中，有执法视音频的比例。
source: [公安机关办理刑事案件程序规定 第一百六十九条]
reads: [case_incident]
leaves_out: [没有现场处置的]
columns:
  number: 案件编号
  handled: 处置（代码）
kind: share
unit: 起
group_by: organ
better: up
--- */
select handle__outcome = 'handled' as hit, coalesce(number, "case") as label, coalesce(organ__station, organ, _organ) as organ, cast(receive__called_at as date) as day, concat('document:', "case") as link, number, handle__outcome as handled
from case_incident
where handle__outcome in ('handled', 'no_video') and receive__called_at is not null
