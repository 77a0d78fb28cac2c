/* ---
indicator: alarm_in_time_share
title: 告警按时查看率
grain: 每件告警处置案件的查看环节一行
purpose: 衡量告警是否在时限内查看。
logic: 时限内查看的，除以已查看的和时限已过的。
source: [社区矫正法 第二十九条]
reads: [case_steps]
leaves_out: [尚未到时限的]
columns:
  number: 案件编号
  due_at: 时限
  done_at: 查看时刻
kind: share
unit: 件
group_by: organ
better: up
caveat: 时限为默认值。
--- */
select done_on is not null and not coalesce(late, false) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, due_at, done_at
from case_steps
where procedure = 'tracking_alarm' and step = 'see' and due_on is not null and (done_on is not null or due_on < :as_of)
