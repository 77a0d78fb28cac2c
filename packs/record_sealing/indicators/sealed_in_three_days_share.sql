/* ---
indicator: sealed_in_three_days_share
title: 三日内封存率
grain: 每件封存案件一行
purpose: 衡量应当封存的记录是否在三日内封存。
logic: 期限最后一日以前封存的，除以已封存的和期限已过仍未封存的。
source: [未成年人犯罪记录封存的实施办法 第十三条]
reads: [case_record_sealing]
leaves_out: [不符合封存条件的, 尚未到期的]
columns:
  number: 案件编号
  due_on: 封存期限
  sealed_on: 封存日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 只显示案件编号，不显示姓名。
--- */
select seal__on is not null and seal__on <= seal__due_on as hit, coalesce(number, "case") as label, coalesce(organ__sealer, organ, _organ) as organ, seal__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, seal__due_on as due_on, seal__on as sealed_on
from case_record_sealing
where seal__due_on is not null and (seal__on is not null or seal__due_on < :as_of)
