/* ---
indicator: custody_warned_share
title: 羁押期限预警按期率
grain: 每次登记期限届满或者已经预警的阶段一行（最近一次）
purpose: 衡量看守所是否在期限届满前七日以内通知办案机关。
logic: 届满日前一日至前七日发出届满通知的，除以已经预警或者期限已过的阶段。
source: [人民检察院刑事诉讼规则 第六百一十五条]
reads: [case_custody]
leaves_out: [没有届满日的, 届满前已有处理而无须预警的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  warned_on: 预警日期
kind: share
unit: 次
group_by: organ
better: up
caveat: 只核对最近一个阶段。
--- */
select warn__outcome = 'warned' and warn__on < stage__due_on and warn__on >= law_add_days(stage__due_on, -7) as hit, coalesce(number, "case") as label, coalesce(organ__house, organ, _organ) as organ, stage__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, stage__due_on as due_on, warn__on as warned_on
from case_custody
where stage__due_on is not null and coalesce(warn__outcome, 'none') <> 'settled'
    and (coalesce(warn__times, 0) >= coalesce(stage__times, 0) or stage__due_on < :as_of)
