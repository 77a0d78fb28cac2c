/* ---
indicator: relocation_gap_days
title: 变更执行地空档日数
grain: 每件决定变更的案件一行
purpose: 衡量变更执行地中本人逾期没有报到的平均日数（没有空档为零）。
logic: 报到期限最后一日至报到日期（没有报到的至核查日）的日数之和，按期的计零，除以件数。
source: [社区矫正法实施办法 第三十一条]
reads: [case_relocation]
leaves_out: [不同意变更的, 尚未到期的]
columns:
  number: 案件编号
  due_on: 报到期限
  arrived_on: 报到日期，没有的为空
  part_count: 空档日数
  whole_count: 件
kind: ratio
written_as: mean
unit: 日
group_by: organ
better: down
--- */
with moved as (
    select *, case when arrive__outcome = 'arrived' then coalesce(arrive__arrived_on, arrive__on) end as arrived_on
    from case_relocation
    where arrive__due_on is not null and (arrive__outcome = 'arrived' or arrive__due_on < :as_of)
)
select cast(case when coalesce(arrived_on, :as_of) > arrive__due_on then date_diff('day', arrive__due_on, coalesce(arrived_on, :as_of)) else 0 end as bigint) as part_count, cast(1 as bigint) as whole_count,
    coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, arrive__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, arrive__due_on as due_on, arrived_on
from moved
