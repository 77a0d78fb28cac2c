/* ---
indicator: mixed_covers_marked_share
title: 混合案卷封面标识率
grain: 每份混合案卷的封存登记一行
purpose: 衡量含有封存材料的案卷封面是否标明。
logic: 已标明的，除以混合案卷的。
source: [未成年人犯罪记录封存的实施办法 第五条]
reads: [register_sealed_records]
leaves_out: [不是混合案卷的, 已解除封存的]
columns:
  number: 封存编号
  sealed_on: 封存日期
kind: share
unit: 份
group_by: organ
better: up
--- */
select coalesce(covers_marked, false) as hit, coalesce(number, cast(entry as varchar)) as label, coalesce(organ, _organ) as organ, sealed_on as day, cast(null as varchar) as link,
    coalesce(number, cast(entry as varchar)) as number, sealed_on
from register_sealed_records
where coalesce(mixed_file, false) and state <> 'unsealed'
