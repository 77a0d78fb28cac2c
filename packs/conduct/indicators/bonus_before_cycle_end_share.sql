/* ---
indicator: bonus_before_cycle_end_share
title: 加分集中度
grain: 每件同意的日常加分一行
purpose: 衡量日常加分是否集中在周期届满以前三个月。
logic: 发生在所在考核周期最后三个月内的加分，除以该周期内全部加分（有等级评定的周期）。
source: [监狱计分考核罪犯工作规定 第二十七条]
reads: [case_conduct, case_award]
leaves_out: [没有等级评定的周期, 不同意的加分]
columns:
  number: 案件编号
  happened_on: 发生日期
  cycle_to: 周期止
kind: share
unit: 件
group_by: organ
better: down
caveat: 周期通常为六个月，平均分布时约为一半。
--- */
select c.propose__happened_on > law_months_after(a.rate__cycle_to, -3) as hit, coalesce(c.number, c."case") as label, coalesce(c.organ__prison, c.organ, c._organ) as organ,
    c.propose__happened_on as day, concat('document:', c."case") as link, coalesce(c.number, c."case") as number, c.propose__happened_on as happened_on, a.rate__cycle_to as cycle_to
from case_conduct as c
join case_award as a on a.subject = c.subject and c.propose__happened_on between a.rate__cycle_from and a.rate__cycle_to
where c.propose__kind = 'bonus' and c.value__decided_level is not null
