/* ---
indicator: rejected_rows
title: 各机关被拒数据
grain: 每条被拒的数据一行
purpose: 督促送数机关改正数据。
logic: 期间内收到的文件中未通过校验的数据条数，按机关计数。
reads: [rejections]
columns:
  dataset: 数据集
  file: 文件
  row: 行号
  column: 栏
  reason: 原因
kind: count
unit: 条
group_by: organ
better: down
--- */
select true as hit, concat(coalesce(name, ''), ' 第', cast("row" as varchar), '行') as label, organ, received_on as day,
    concat('delivery:', cast(delivery as varchar)) as link, dataset, name as file, "row", "column", reason
from rejections
