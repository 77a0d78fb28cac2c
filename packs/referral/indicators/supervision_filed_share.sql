/* ---
indicator: supervision_filed_share
title: 移送案件通知立案成案率
grain: 每件已通知立案的移送案件一行
purpose: 看人民检察院通知立案后公安机关是否立案。
logic: 期间内通知立案的移送案件中，公安机关已经立案的比例；尚在立案期限内没有结果的不计。
source: [人民检察院刑事诉讼规则 第五百六十三条]
reads: [case_referral]
leaves_out: [尚在立案期限内没有结果的]
columns:
  number: 案件编号
  ordered_on: 通知立案日期
  file_outcome: 立案结果
kind: share
unit: 件
group_by: organ
better: up
caveat: 公安机关说明理由时主动立案的不在其中；经上一级检察院协商后立案的，按仍不立案计。
--- */
select coalesce(file__outcome, '') = 'filed' as hit, coalesce(number, title) as label, coalesce(organ__police, _organ) as organ, order__on as day,
    concat('document:', "case") as link, number, order__on as ordered_on, file__outcome as file_outcome
from case_referral
where order__outcome = 'ordered' and (file__outcome is not null or file__due_on < :as_of)
