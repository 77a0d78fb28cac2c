/* ---
indicator: reconsideration_hearing_share
title: 复议听证率
grain: 每件已经决定的复议案件一行
purpose: 看普通程序中举行听证的比例。
logic: 期间内作出决定、按普通程序审理的复议案件中，举行过听证的比例。
source: [行政复议法 第五十条]
reads: [case_reconsideration]
leaves_out: [按简易程序审理的, 撤回申请而终止的]
columns:
  number: 案件编号
  decided_on: 决定日期
  heard: 审理方式（代码）
kind: share
unit: 件
group_by: organ
better: none
caveat: 重大、疑难、复杂的应当听证，比例应与案件难易一并看。
--- */
select coalesce(hear__outcome, '') = 'hearing_held' or notify_hearing__outcome is not null and hear__outcome is not null as hit, coalesce(number, "case") as label, coalesce(organ__handler, organ, _organ) as organ, decide__on as day, concat('document:', "case") as link, number,
    decide__on as decided_on, hear__outcome as heard
from case_reconsideration
where decide__outcome in ('corrected', 'upheld', 'rejected', 'concluded') and not coalesce(accept__simple, false)
