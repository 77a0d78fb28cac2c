/* ---
indicator: first_report_on_time_share
title: 首报按时率
grain: 每件突发事件一行
purpose: 衡量首报是否按时登记（四类事件立即，其他三十分钟，三十分钟内的均算按时）。
logic: 首报时刻不晚于期限届满后三十分钟的，除以已登记的。
source: [突发事件应对法 第六十一条]
reads: [case_steps]
leaves_out: [没有登记首报的]
columns:
  number: 案件编号
  due_at: 期限
  done_at: 登记时刻
kind: share
unit: 件
group_by: organ
better: up
caveat: 三十分钟为默认值。
--- */
select epoch(done_at) - epoch(due_at) <= 1800 as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, done_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, due_at, done_at
from case_steps
where procedure = 'event' and step = 'record' and done_at is not null and due_at is not null
