/* ---
indicator: objection_changed_share
title: 异议改变率
grain: 每件已复核的异议一行
purpose: 衡量训诫、警告等决定经本人异议后改变、撤销的比例，过低或者过高都应当核查。
logic: 复核结果为改变、撤销的，除以已复核的。
source: [社区矫正法实施办法 第三十二条]
reads: [case_objection]
leaves_out: [尚未复核的, 本人撤回的]
columns:
  number: 案件编号
  outcome: 复核结果代码
kind: share
unit: 件
group_by: organ
better: none
--- */
select review__outcome in ('changed', 'cancelled') as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, review__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, review__outcome as outcome
from case_objection
where review__outcome is not null
