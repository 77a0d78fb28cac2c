/* ---
indicator: check_dealt_rate
title: 信息化核查处理率
grain: 每轮一行
purpose: 衡量信息化核查的效果
logic: 已结案的轮次，处理人数除以比中条数
source: [社区矫正法 第二十六条]
reads: [register_check_rounds]
leaves_out: [没有结案的轮次]
columns:
  round_no: 轮次
  part_count: 分子
  whole_count: 分母
  period_to: 数据止
kind: ratio
unit: 条
group_by: organ
better: none
caveat: 数量由各轮反馈填写
--- */
select cast(dealt_with as bigint) as part_count, cast(hits as bigint) as whole_count, cast(null as varchar) as link, round_no as label, organ, period_to as day, round_no, period_to
from register_check_rounds
