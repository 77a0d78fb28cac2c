/* ---
indicator: enforcement_in_time
title: 执法事项时限合格率
grain: 每次有时限的执法事项节点办理一行
purpose: 衡量执法事项是否在时限内办理。
logic: 在最后一日以前（含当日）办结的，除以已经办结与期限已过仍未办结的之和；只计执法事项目录中的节点。
source: [监狱法_2026 第八条]
reads: [items, case_steps]
leaves_out: [没有时限的, 尚未到期且没有办结的]
columns:
  number: 案件编号
  title: 环节
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 项
group_by: organ
better: up
--- */
select s.done_on is not null and s.done_on <= s.due_on and not coalesce(s.late, false) as hit, coalesce(s.number, s."case") as label, coalesce(s.organ, s._organ) as organ,
    s.due_on as day, concat('document:', s."case") as link, s.number, s.title, s.due_on, s.done_on
from case_steps as s
where s.due_on is not null and not coalesce(s.suspended, false) and (s.done_on is not null or s.due_on < :as_of)
    and exists (select 1 from items as i where i.catalogue = 'enforcement_items' and i.steps like concat('% ', s.procedure, '.', s.step, ' %'))
