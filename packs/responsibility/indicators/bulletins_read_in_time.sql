/* ---
indicator: bulletins_read_in_time
title: 信息通报按期阅知率
grain: 每份通报一行
purpose: 衡量对象是否在三个工作日内阅知。
logic: 期间内发出的通报中，第三个工作日以前（含当日）阅知的，除以已经阅知、反馈的与三个工作日已过仍未阅知的之和。
reads: [register_bulletins]
leaves_out: [三个工作日未满且没有阅知的]
columns:
  number: 编号
  to: 对象
  sent_on: 发出日期
  read_on: 阅知日期
kind: share
unit: 份
group_by: organ
better: up
caveat: 直接反馈而没有登记阅知日期的，按没有按期阅知计；三个工作日为政策默认。
--- */
select read_on is not null and read_on <= law_add_working_days(sent_on, 3) as hit, coalesce(number, entry) as label, coalesce("to", organ, _organ) as organ, sent_on as day, concat('entry:', entry) as link, number, "to", sent_on, read_on
from register_bulletins
where sent_on is not null and (state in ('read', 'answered') or law_add_working_days(sent_on, 3) < :as_of)
