/* ---
indicator: regional_decisions_done
title: 联席会议决定按期完成率
grain: 每项已到期的决定一行
purpose: 衡量联席会议决定是否落实
logic: 期限已到的决定中，已经核对完成且完成日期不晚于期限的比例
source: [社区矫正法 第八条]
reads: [register_regional_decisions]
leaves_out: [期限未到且未完成的]
columns:
  meeting_no: 会议编号
  what: 事项
  who: 责任单位
  due_on: 期限
  done_on: 完成日期
kind: share
unit: 项
group_by: organ
better: up
caveat: 重定期限的按最后一次期限计算
--- */
select state = 'done' and done_on <= due_on as hit, cast(null as varchar) as link, what as label, organ, due_on as day, meeting_no, what, who, due_on, done_on
from register_regional_decisions
where state = 'done' or due_on < :as_of
