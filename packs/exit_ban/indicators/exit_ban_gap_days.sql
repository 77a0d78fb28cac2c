/* ---
indicator: exit_ban_gap_days
title: 入矫到限制生效的空档日数
grain: 每件限制出境案件一行
purpose: 衡量在矫期间没有生效限制的日数，即每件平均空档。
logic: 报到日期至限制生效日期的日数（没有生效的计至核查日，早于报到的计零）之和，除以件数。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban]
leaves_out: [没有报到日期的]
columns:
  number: 案件编号
  arrived_on: 报到日期
  in_force_on: 限制生效日期，没有的为空
  part_count: 空档日数
  whole_count: 件
kind: ratio
written_as: mean
unit: 日
group_by: organ
better: down
--- */
with filed as (
    select *, case when limit__outcome = 'told' and check__outcome <> 'missing' then coalesce(limit__limit_from, limit__on)
            else coalesce(tell_procuratorate__mended_on, mend__mended_on, accept__accepted_on) end as in_force_on
    from case_exit_ban
    where opening__arrived_on is not null and opening__arrived_on <= :as_of
)
select cast(case when coalesce(in_force_on, :as_of) > opening__arrived_on then date_diff('day', opening__arrived_on, coalesce(in_force_on, :as_of)) else 0 end as bigint) as part_count,
    cast(1 as bigint) as whole_count, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, opening__arrived_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__arrived_on as arrived_on, in_force_on
from filed
