/* ---
indicator: rejected_share
title: 数据被拒率
grain: 每份收到的文件一行
purpose: 比较各机关报送数据的质量。
logic: 期间内收到的文件中，未通过校验的行数之和除以总行数之和。
reads: [deliveries]
leaves_out: [内容与以前收到的文件相同而跳过的]
columns:
  dataset: 数据集
  outcome: 结果
kind: ratio
unit: 行
group_by: organ
better: down
--- */
select rejected as part_count, rows as whole_count, name as label, organ, received_on as day,
    concat('delivery:', cast(id as varchar)) as link, dataset, outcome
from deliveries
where rows > 0
