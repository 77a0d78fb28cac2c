/* ---
indicator: parole_rate
title: 假释适用率
grain: 每份准予减刑、假释的裁定一行
purpose: 衡量假释在刑罚变更执行中的运用。
logic: 准予假释的裁定，除以准予减刑和准予假释的裁定。
source: [刑法 第八十一条, 办理减刑假释案件具体应用法律的规定 第二十六条]
reads: [rulings]
leaves_out: [不予减刑、不予假释和撤销的裁定]
columns:
  ruling_no: 裁定书号
  kind: 裁定种类
  ruled_on: 裁定日期
kind: share
unit: 份
group_by: organ
better: none
caveat: 假释适用率没有法定标准，不得作为考核指标要求逐年上升。
--- */
select kind = 'parole' as hit, ruling_no as label, _organ as organ, ruled_on as day, concat('record:rulings:', _key) as link, ruling_no, kind, ruled_on
from rulings
where kind in ('commutation', 'parole')
