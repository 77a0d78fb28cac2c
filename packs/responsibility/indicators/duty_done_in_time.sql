/* ---
indicator: duty_done_in_time
title: 必须履行事项按期率
grain: 每件履职核对一行
purpose: 衡量必须履行的事项是否按期履行；不排名、不公布到个人。
logic: 期间内起算、已经核对的必须履行事项中，按期履行的比例；没有履行的计作没有按期。
source: [人民检察院全面准确落实司法责任制的若干意见 第二十六条]
reads: [case_duty_check]
leaves_out: [尚未核对且没有登记未履行的]
columns:
  number: 案件编号
  received_on: 起算日期
  done: 履行（代码）
  compared: 核对（代码）
kind: share
unit: 件
group_by: organ
better: up
caveat: 只计登记了履职核对的事项。
--- */
select coalesce(compare__outcome, '') = 'in_time' as hit, coalesce(number, "case") as label, coalesce(organ__organ, organ, _organ) as organ, opening__received_on as day, concat('document:', "case") as link, number, opening__received_on as received_on,
    do__outcome as done, compare__outcome as compared
from case_duty_check
where opening__received_on is not null and (compare__outcome is not null or do__outcome = 'not_done')
