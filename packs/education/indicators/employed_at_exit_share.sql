/* ---
indicator: employed_at_exit_share
title: 解矫时就业率
grain: 每件已做解矫小结的教育帮扶一行
purpose: 衡量有劳动能力的对象解矫时的就业情况。
logic: 在业的，除以有劳动能力的（在读的除外）。
source: [社区矫正法 第四十一条]
reads: [case_education]
leaves_out: [没有劳动能力的, 在读的, 没有做小结的]
columns:
  number: 案件编号
  in_work: 就业情况
kind: share
unit: 人
group_by: organ
better: up
--- */
select exit_pack__in_work = 'in_work' as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, exit_pack__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, exit_pack__in_work as in_work
from case_education
where exit_pack__in_work in ('in_work', 'none')
