/* ---
indicator: orders_in_time
title: 指令按期率
grain: 每件任务指令的签收、办理、审核每次一行
purpose: 衡量任务指令是否按时签收、办理和审核
logic: 期间内到期的签收、办理和审核中，按时完成的，除以已经完成的与已过期限的之和；演练不计
source: [人民检察院组织法 第二十五条]
reads: [case_steps, case_task_order]
leaves_out: [演练, 尚未到期且没有完成的, 没有期限的]
columns:
  number: 指令编号
  title: 环节
  due_on: 期限最后一日
  done_on: 完成日期
kind: share
unit: 项
group_by: title
better: up
caveat: 分钟、小时期限为政策默认
--- */
select s.done_on is not null and not coalesce(s.late, false) as hit, concat('document:', s."case") as link, coalesce(s.number, s."case") as label,
    coalesce(s.organ, s._organ) as organ, s.due_on as day, s.number, s.title, s.due_on, s.done_on
from case_steps as s
join case_task_order as o on o."case" = s."case"
where s.procedure = 'task_order' and s.step in ('receive', 'handle', 'review') and s.due_on is not null and not coalesce(o.draft__drill, false)
    and (s.done_on is not null or s.due_on < :as_of)
