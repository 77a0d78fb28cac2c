/* ---
indicator: transferred_next_day_share
title: 批准后二十四小时移送率
grain: 每件批准移送并已移送的案件一行
purpose: 衡量批准移送后是否在二十四小时内移送。
logic: 批准当日或者次日移送的，除以已经移送的案件。
source: [行政执法机关移送涉嫌犯罪案件的规定 第五条]
reads: [case_referral]
leaves_out: [公安机关已先行立案的, 不批准移送的]
columns:
  number: 案件编号
  approved_on: 批准日期
  transferred_on: 移送日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 案件表只有日期，二十四小时按次日计算。
--- */
select transfer__on <= law_add_days(decide__on, 1) as hit, coalesce(number, "case") as label, coalesce(organ__organ, organ, _organ) as organ, transfer__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, decide__on as approved_on, transfer__on as transferred_on
from case_referral
where decide__outcome = 'approved' and transfer__outcome = 'sent'
