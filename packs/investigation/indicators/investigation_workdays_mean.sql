/* ---
indicator: investigation_workdays_mean
title: 调查评估平均用时
grain: 每件送出意见的调查评估一行
purpose: 衡量从收到委托（材料不全的，从补齐之日）到送出评估意见平均用几个工作日。
logic: 起算日次日至送出日（含当日）的工作日数之和，除以送出意见的件数。
source: [社区矫正法实施办法 第十四条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第四条]
reads: [case_investigation]
leaves_out: [没有送出意见的, 没有收到日期的, 送出日早于起算日的]
columns:
  number: 案件编号
  begun_on: 起算日期
  signed_on: 送出日期
  part_count: 工作日数
  whole_count: 件
kind: ratio
written_as: mean
unit: 工作日
group_by: organ
better: down
--- */
with sent as (
    select *, coalesce(supplement__papers_complete_on, accept__received_on) as begun_on
    from case_investigation
    where sign__outcome = 'sent' and sign__on is not null
)
select cast(law_working_days_between(begun_on, sign__on) as bigint) as part_count, cast(1 as bigint) as whole_count, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, sign__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, begun_on, sign__on as signed_on
from sent
where begun_on is not null and begun_on <= sign__on
