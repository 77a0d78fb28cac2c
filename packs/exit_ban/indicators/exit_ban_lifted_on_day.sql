/* ---
indicator: exit_ban_lifted_on_day
title: 限制出境按日撤销率
grain: 每件期满的限制出境案件一行
purpose: 衡量期满后限制是否在次日生效撤销。
logic: 已撤销且生效日期为矫正期止日次日的，除以全部期满的（只函请而没有登记撤销的、至今没有撤销的计入分母）。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban]
leaves_out: [没有届满的, 死亡、收监、变更机构的提前撤销]
columns:
  number: 案件编号
  term_end: 矫正期止日
  effective_on: 撤销生效日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(lift__outcome, '') = 'lifted' and lift__effective_on = law_add_days(coalesce(value__correction_end, opening__term_end), 1) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, law_add_days(coalesce(value__correction_end, opening__term_end), 1) as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, coalesce(value__correction_end, opening__term_end) as term_end, lift__effective_on as effective_on
from case_exit_ban
where lift_early__on is null and (coalesce(limit__outcome, '') = 'told' or coalesce(mend__outcome, '') = 'mended' or coalesce(tell_procuratorate__outcome, '') = 'mended' or coalesce(accept__outcome, '') = 'in_force')
    and law_add_days(coalesce(value__correction_end, opening__term_end), 1) <= :as_of
