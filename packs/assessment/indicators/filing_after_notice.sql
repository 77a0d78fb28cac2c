/* ---
indicator: filing_after_notice
title: 通知立案成案率
grain: 每份通知立案书一行
purpose: 看公安机关在通知立案后是否立案。
logic: 期间内发出的通知立案书中，公安机关已经立案的比例；尚在十五日以内的不计。
source: [人民检察院刑事诉讼规则 第五百六十三条]
reads: [case_filing_oversight]
leaves_out: [尚在立案期限内的]
columns:
  number: 案件编号
  ordered_on: 通知日期
  outcome: 结果
kind: share
unit: 件
better: up
--- */
select coalesce(file__outcome, '') = 'filed' as hit, coalesce(number, title) as label, coalesce(organ, _organ) as organ, order__on as day,
    concat('document:', "case") as link, number, order__on as ordered_on, file__outcome as outcome
from case_filing_oversight
where order__outcome = 'file' and (file__outcome in ('filed', 'refused') or file__due_on < :as_of)
