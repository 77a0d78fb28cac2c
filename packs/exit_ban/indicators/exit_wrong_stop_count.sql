/* ---
indicator: exit_wrong_stop_count
title: 报错人次数
grain: 每件报错人的限制出境案件一行
purpose: 统计因同名、号码错误等限制了不该限制的人的次数。
logic: 以报备错误为原因提前撤销的件数。
source: [出境入境管理法 第十二条]
reads: [case_exit_ban]
leaves_out: [死亡、赦免、收监、变更机构的提前撤销]
columns:
  number: 案件编号
  lifted_on: 撤销日期
kind: count
unit: 件
group_by: organ
better: down
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, lift_early__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, lift_early__on as lifted_on
from case_exit_ban
where lift_early__early_reason = 'wrong_person' and lift_early__on is not null
