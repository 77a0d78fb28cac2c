/* ---
indicator: judgments_silent_share
title: 判项遗漏率
grain: 每件裁判已经生效的财物一行
purpose: 发现裁判没有处理涉案财物的情形。
logic: 登记过判决未处理的，除以裁判已经生效的财物。
source: [刑事诉讼法解释 第四百四十四条, 刑事诉讼法解释 第四百四十六条]
reads: [register_seized_items]
leaves_out: [裁判没有生效的]
columns:
  number: 财物编号
  name: 名称
  effective_on: 生效日期
  silent_on: 发现未处理日期
kind: share
unit: 件
group_by: organ
better: down
--- */
select silent_on is not null as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, effective_on as day, cast(null as varchar) as link, number, name, effective_on, silent_on
from register_seized_items
where effective_on is not null
