/* ---
indicator: long_held_open_count
title: 久押不决数
grain: 每件登记的久押不决案件一行
purpose: 掌握久押不决案件的数量。
logic: 登记在案的久押不决案件数。
source: [人民检察院刑事诉讼规则 第六百二十条]
reads: [case_long_held]
columns:
  number: 案件编号
  ended_on: 办结日期
kind: count
unit: 件
group_by: organ
better: down
caveat: 五年、八年的分级依最高人民检察院规定，未经原文核对。
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, opened_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, ended_on
from case_long_held
where opened_on is not null
