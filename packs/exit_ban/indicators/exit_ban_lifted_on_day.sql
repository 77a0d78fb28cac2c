/* ---
indicator: exit_ban_lifted_on_day
title: 限制出境按日撤销率
grain: 每件期满撤销的限制出境案件一行
purpose: 衡量期满后限制是否在次日生效撤销。
logic: 撤销生效日期为矫正期止日次日的，除以全部期满撤销。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban]
leaves_out: [死亡、收监、变更机构的提前撤销]
columns:
  number: 案件编号
  term_end: 矫正期止日
  effective_on: 撤销生效日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select lift__effective_on = law_add_days(coalesce(change__term_end, opening__term_end), 1) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, lift__effective_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, opening__term_end as term_end, lift__effective_on as effective_on
from case_exit_ban
where lift__effective_on is not null
