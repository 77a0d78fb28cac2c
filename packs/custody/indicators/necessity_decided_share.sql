/* ---
indicator: necessity_decided_share
title: 羁押必要性审查按期率
grain: 每件到期或者已经审结的羁押必要性审查一行
purpose: 衡量人民检察院是否在十日（审查起诉阶段三日）内作出审查决定。
logic: 期限最后一日以前（含当日）作出决定或者继续羁押审查意见的，除以已经作出的与期限已过仍未作出的之和。
source: [羁押必要性审查评估工作规定 第十九条]
reads: [case_steps]
leaves_out: [尚未到期且没有决定的, 鉴定、听证等依法中止计算的, 不予受理、移送其他机关的, 决定以前已经释放或者变更而终止审查的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 决定日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select done_on is not null and done_on <= due_on as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, due_on, done_on
from case_steps
where procedure = 'custody_necessity' and due_on is not null and not coalesce(suspended, false)
    and (step = 'review' and outcome = 'keep' or step = 'decide' and done_on is not null and coalesce(outcome, '') <> 'moot' or step in ('review', 'decide') and done_on is null and due_on < :as_of)
