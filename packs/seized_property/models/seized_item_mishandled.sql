/* ---
model: seized_item_mishandled
title: 涉案财物移交迟延、调用不还、处置逾期、去向不明
grain: 每件涉案财物每个问题一行
purpose: 发现扣押后超过规定小时数才入库、调用到期没有归还、查明无关没有退还、裁判生效后没有告知保管机关或者没有执行回执、冻结查封期限届满没有续行、入库没有报警务督察、权属移送没有确认、判决漏判没有另行处理、遗失损毁没有查明的涉案财物。
logic: >
  扣押时间到入库时间超过规定小时数的；调用期限已过仍在调用状态的；
  查明与案件无关后超过三日没有退还的；有处理判项，裁判生效超过十日没有告知保管机关的，告知后超过一个月没有处置的；
  冻结、查封期限届满没有续行、解除或者处理的；入库的次日过后没有报警务督察的；移送权属超过规定工作日没有确认的；
  发现判决没有处理超过规定日数没有另行处理的；遗失、损毁超过规定工作日没有查明处理的。期限末日是节假日的顺延。
source: [刑事诉讼法 第一百四十一条, 刑事诉讼法 第一百四十五条, 刑事诉讼法解释 第四百四十七条, 刑事裁判涉财产部分执行的若干规定 第五条]
reads: [register_seized_items]
leaves_out: [恰在规定小时数入库的, 期限当日归还的, 登记不入库、原地保管的, 公告招领的, 告知、处置在末日的, 期限末日在节假日而次日以前办理的, 二十四小时内报督察的, 末日确认、处理的]
parameters:
  hand_in_hours: {default: 24, unit: 小时, mark: policy, note: 扣押后移交保管的小时数}
  file_days: {default: 1, unit: 日, mark: policy, note: 入库后报警务督察的日数（二十四小时），出处为公安机关涉案财物管理若干规定，未经原文核对}
  confirm_workdays: {default: 3, unit: 工作日, mark: policy, note: 接收机关确认权属的工作日数}
  silent_days: {default: 30, unit: 日, mark: policy, note: 发现判决没有处理后另行处理的日数}
  loss_workdays: {default: 10, unit: 工作日, mark: policy, note: 遗失、损毁后查明处理的工作日数}
occurrence: [number, finding]
columns:
  number: 财物编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 名称
  seized_at: 扣押时间
  received_at: 入库时间
  lent_until: 调用期限
  found_on: 查明无关日期
  effective_on: 裁判生效日期
  told_on: 告知保管机关日期
  frozen_until: 冻结（查封）期限届满日
level: medium
summary: "涉案财物{number}（{name}）：{finding_zh}。"
answers: 登记台账的机关：应当立即移交、追还或者退还
clears: 延长调用没有登记；入库时间补录
caveat: 移交的二十四小时为默认值。
--- */
with items as (
    select *, coalesce(number, entry) as entry_number
    from register_seized_items
),
found as (
    select *, 'taken_in_late' as finding, '超过规定时间才入库' as finding_zh
    from items where epoch(received_at) - epoch(seized_at) > :hand_in_hours * 3600
    union all
    select *, 'not_back', '调用到期没有归还'
    from items where state = 'lent' and lent_until < :as_of
    union all
    select *, 'not_returned', '与案件无关，三日内没有退还'
    from items where state = 'unrelated' and noticed_on is null and law_add_days(found_on, 3) < :as_of
    union all
    select *, 'not_told', '裁判生效后十日内没有告知保管机关'
    from items where state = 'ordered' and told_on is null and law_add_working_days(law_add_days(effective_on, 9), 1) < :as_of
    union all
    select *, 'not_disposed', '告知后一个月内没有执行并送回回执'
    from items where state = 'ordered' and law_add_working_days(law_add_days(law_months_after(told_on, 1), -1), 1) < :as_of
    union all
    select *, 'term_run_out', '冻结、查封期限届满没有续行或者解除'
    from items where state in ('seized', 'on_record') and frozen_until < :as_of
    union all
    select *, 'not_filed', '入库后没有按时报警务督察'
    from items where state = 'held' and filed_at is null and law_add_days(cast(received_at as date), :file_days) < :as_of
    union all
    select *, 'title_unconfirmed', '移送权属后接收机关没有按时确认'
    from items where handed_on is not null and answered_on is null and law_add_working_days(handed_on, :confirm_workdays) < :as_of
    union all
    select *, 'silent_unhandled', '判决没有处理，没有按时另行处理'
    from items where state = 'silent' and law_add_working_days(law_add_days(silent_on, cast(:silent_days as bigint) - 1), 1) < :as_of
    union all
    select *, 'loss_unsettled', '遗失、损毁没有按时查明处理'
    from items where state = 'missing' and law_add_working_days(found_on, :loss_workdays) < :as_of
)
select coalesce(case_no, entry_number) as subject, concat_ws('|', entry_number, finding) as occurrence, coalesce(organ, _organ) as organ,
    entry_number as number, finding, finding_zh, coalesce(name, '财物') as name, seized_at, received_at, lent_until, found_on, effective_on, told_on, frozen_until,
    _ref as evidence
from found
