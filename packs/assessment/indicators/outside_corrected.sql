/* ---
indicator: outside_corrected
title: 监外执行活动违法纠正率
grain: 每份已送达的关于监外执行的监督文书一行
purpose: 看监外执行活动违法涉及的人员是否得到纠正，按人数计。
logic: 期间内送达的关于监外执行、社区矫正的监督文书中，回头看没有发现反弹的已纠正人数之和，除以监督所涉人数之和；文书尚在回复期限内且没有回复的不计。
source: [人民检察院刑事诉讼规则 第六百四十二条]
reads: [case_supervision_document]
leaves_out: [尚在回复期限内且没有回复的, 被撤回、被撤销的]
columns:
  number: 编号
  supervised: 被监督单位
  served_on: 送达日期
  persons: 监督所涉人数
  people_corrected: 已纠正人数
kind: ratio
opening: corrected
unit: 人
group_by: organ
better: up
caveat: 人数由起草人和整改单位填写，同一人在几份文书中的各计一次；没有整改的按没有纠正计。
--- */
select case when put_right then coalesce(people_corrected, 0) else 0 end as part_count, persons as whole_count, label, organ_name as organ, day, link, number, supervised, served_on,
    persons, people_corrected
from raised
where topic = 'outside' and persons is not null
