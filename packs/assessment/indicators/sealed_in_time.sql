/* ---
indicator: sealed_in_time
title: 未成年人犯罪记录封存按期率
grain: 每份封存通知一行
purpose: 看封存是否在收到文书后三日以内完成。
logic: 期间内通知封存的记录中，三日以内封存的，除以已经封存的与已过期限的之和。
reads: [register_sealed_records]
leaves_out: [尚在三日以内且没有封存的]
columns:
  number: 编号
  notified_on: 通知日期
  sealed_on: 封存日期
kind: share
unit: 份
better: up
--- */
select sealed_on is not null and sealed_on <= notified_on + 3 as hit, number as label, coalesce(organ, _organ) as organ, notified_on as day,
    concat('entry:', entry) as link, number, notified_on, sealed_on
from register_sealed_records
where notified_on is not null and (sealed_on is not null or notified_on + 3 < :as_of)
