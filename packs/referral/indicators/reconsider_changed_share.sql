/* ---
indicator: reconsider_changed_share
title: 复议改变率
grain: 每件已作复议决定的移送案件一行
purpose: 看公安机关复议后改变不予立案决定的情况。
logic: 期间内作出复议决定的案件中，改变原决定并立案的比例。
source: [行政执法机关移送涉嫌犯罪案件的规定 第九条]
reads: [case_referral]
columns:
  number: 案件编号
  reconsider_outcome: 复议结果
kind: share
unit: 件
group_by: organ
better: none
--- */
select reconsider__outcome = 'changed' as hit, coalesce(number, title) as label, coalesce(organ__police, _organ) as organ, reconsider__on as day,
    concat('document:', "case") as link, number, reconsider__outcome as reconsider_outcome
from case_referral
where reconsider__outcome is not null
