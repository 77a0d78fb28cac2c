/* ---
indicator: exit_ban_lift_delay_days
title: 期满到撤销的日数
grain: 每件期满的限制出境案件一行
purpose: 衡量矫正期满后限制仍未撤销的日数，即每件平均多限制的日数。
logic: 期满次日至撤销生效日期的日数（没有撤销的计至核查日）之和，除以件数。
source: [出境入境管理法 第十二条]
reads: [case_exit_ban]
leaves_out: [没有届满的, 死亡、收监、变更机构等提前撤销的]
columns:
  number: 案件编号
  term_end: 矫正期止日
  effective_on: 撤销生效日期，没有的为空
  part_count: 日数
  whole_count: 件
kind: ratio
written_as: mean
unit: 日
group_by: organ
better: down
--- */
with filed as (
    select *, law_add_days(coalesce(value__correction_end, opening__term_end), 1) as free_on
    from case_exit_ban
    where lift_early__on is null and (coalesce(limit__outcome, '') = 'told' or coalesce(mend__outcome, '') = 'mended' or coalesce(tell_procuratorate__outcome, '') = 'mended' or coalesce(accept__outcome, '') = 'in_force') and coalesce(value__correction_end, opening__term_end) < :as_of
)
select cast(case when coalesce(case when lift__outcome = 'lifted' then lift__effective_on end, :as_of) > free_on
        then date_diff('day', free_on, coalesce(case when lift__outcome = 'lifted' then lift__effective_on end, :as_of)) else 0 end as bigint) as part_count,
    cast(1 as bigint) as whole_count, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, free_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, coalesce(value__correction_end, opening__term_end) as term_end, lift__effective_on as effective_on
from filed
