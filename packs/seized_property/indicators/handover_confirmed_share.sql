/* ---
indicator: handover_confirmed_share
title: 移送确认率
grain: 每件移送权属的财物一行（最近一次移送）
purpose: 衡量接收机关是否在三个工作日内确认权属移送。
logic: 移送之日起三个工作日内（含当日）确认或者不予确认的，除以已经答复的与期限已过仍未答复的。
source: [公安机关办理刑事案件程序规定 第二百八十八条]
reads: [register_seized_items]
leaves_out: [期限未到而没有答复的]
columns:
  number: 编号
  name: 名称
  holder: 权属机关
  handed_on: 移送日期
  answered_on: 答复日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 三个工作日为政策默认；不予确认的应当共同核查，也计入按期答复。
--- */
select coalesce(answered_on <= law_add_working_days(handed_on, 3), false) as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, handed_on as day,
    cast(null as varchar) as link, number, name, holder, handed_on, answered_on
from register_seized_items
where handed_on is not null and (answered_on is not null or law_add_working_days(handed_on, 3) < :as_of)
