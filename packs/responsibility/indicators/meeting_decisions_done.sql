/* ---
indicator: meeting_decisions_done
title: 议定事项办结率
grain: 每项期限已到或者已经办结的议定事项一行
purpose: 衡量联席会议议定事项是否落实
logic: 期限已过或者已经办结的议定事项中，在期限内办结的比例；已取消的不计入
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十五条]
reads: [register_meeting_decisions]
leaves_out: [期限未到且没有办结的, 已取消的]
columns:
  decision_no: 编号
  affair: 事项
  organ_name: 责任单位
  due: 期限
  done_on: 办结日期
  rolled: 顺延次数
kind: share
unit: 项
group_by: organ
better: up
caveat: 顺延后办结的，按顺延后的期限计算
--- */
select state = 'done' and done_on <= due as hit, cast(null as varchar) as link, affair as label, organ, coalesce(done_on, due) as day,
    decision_no, affair, organ_name, due, done_on, rolled
from register_meeting_decisions
where state <> 'dissolved' and (state = 'done' or due < :as_of)
