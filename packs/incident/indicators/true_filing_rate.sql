/* ---
indicator: true_filing_rate
title: 如实受立案率
grain: 每起抽查的警情一行
purpose: 以抽样衡量有警必录、有案必立
logic: 抽查的警情中，结果合格的比例；有复核的以复核结果为准
source: [人民检察院刑事诉讼规则 第五百五十七条]
reads: [register_alarm_samples]
leaves_out: []
columns:
  number: 编号
  frame: 抽样总体
  alarm: 接警单
  drawn_on: 抽查日期
  finding: 结果
kind: share
unit: 起
group_by: organ
better: up
caveat: 抽样结果。全部合格只说明不合格率的上限约为三除以抽查数，不等于全部如实；样本小时应看区间
--- */
select coalesce(second_finding, finding) = 'ok' as hit, cast(null as varchar) as link, alarm as label, organ, drawn_on as day, number, frame, alarm, drawn_on, finding
from register_alarm_samples
where drawn_on is not null
