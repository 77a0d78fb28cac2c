/* ---
indicator: platform_in_seven_days_share
title: 不起诉决定七日内录入率
grain: 每件应当录入平台的不起诉案件一行
purpose: 看人民检察院是否在七日内把不起诉决定录入信息共享平台。
logic: 录入期限在期间内的案件中，在期限内录入的比例；没有到期且没有录入的不计。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第十六条]
reads: [case_reverse]
leaves_out: [没有到期且没有录入的]
columns:
  number: 案件编号
  due_on: 录入期限
  entered_on: 录入日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(platform__on <= platform__due_on, false) as hit, coalesce(number, title) as label, coalesce(organ__procuratorate, _organ) as organ, platform__due_on as day,
    concat('document:', "case") as link, number, platform__due_on as due_on, platform__on as entered_on
from case_reverse
where platform__due_on is not null and (platform__on is not null or platform__due_on < :as_of)
