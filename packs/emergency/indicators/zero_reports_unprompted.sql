/* ---
indicator: zero_reports_unprompted
title: 零报告未经催报率
grain: 每份零报告一行
purpose: 衡量敏感时段零报告是否自行按时报送
logic: 已报的零报告中，没有经过催报的比例
source: [社区矫正法 第八条]
reads: [register_zero_reports]
leaves_out: [没有报送的，由职责履行情况反映]
columns:
  period_name: 时段
  day_text: 日期
  persons: 在册人数
  called_at: 催报时刻
kind: share
unit: 份
group_by: organ
better: up
caveat: 报送时刻为政策默认
--- */
select called_at is null as hit, cast(null as varchar) as link, period_name as label, organ, entered_on as day, period_name, day as day_text, persons, called_at
from register_zero_reports
