/* ---
indicator: loans_back_in_time_share
title: 调用按期归还率
grain: 每件最近一次调用已到期或者已归还的财物一行
purpose: 衡量调用的财物是否按期归还。
logic: 归还日期不晚于调用期限的，除以已经归还与期限已过仍未归还的之和。
source: [刑事诉讼法 第二百四十五条]
reads: [register_seized_items]
leaves_out: [期限未到且没有归还的, 没有登记归还日期的]
columns:
  number: 财物编号
  name: 名称
  lent_until: 调用期限
  back_on: 归还日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select state <> 'lent' and back_on <= lent_until as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, lent_until as day, cast(null as varchar) as link, number, name, lent_until, back_on
from register_seized_items
where lent_until is not null and (state = 'lent' and lent_until < :as_of or state <> 'lent' and back_on is not null)
