/* ---
indicator: check_rounds_answered_on_time_share
title: 核查轮次按时返回率
grain: 每轮核查的比对返回环节一行
purpose: 衡量公安机关是否在签收后二十四小时内返回比中（含零比中报告）。
logic: 时限内返回的，除以已返回的和时限已过的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十五条]
reads: [case_steps]
leaves_out: [尚未到时限的]
columns:
  number: 轮次案件编号
  due_at: 时限
  done_at: 返回时刻，没有返回的为空
kind: share
unit: 次
group_by: organ
better: up
caveat: 二十四小时为默认值；没有返回不等于没有比中。
--- */
select done_on is not null and not coalesce(late, false) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, due_at, done_at
from case_steps
where procedure = 'check_round' and step = 'match' and due_on is not null and (done_on is not null or due_on < :as_of)
