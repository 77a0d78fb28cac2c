/* ---
indicator: station_oral_corrected
title: 口头纠正七日内改正率
grain: 每条口头纠正一行
purpose: 衡量口头纠正意见是否及时改正
logic: 期间内提出的口头纠正中，七日内（末日为休息日的顺延）核查已纠正的，除以已经核查的、转为书面的与已过七日的之和
source: [人民检察院刑事诉讼规则 第六百二十四条]
reads: [register_oral_corrections]
leaves_out: [尚在七日以内没有核查的]
columns:
  article: 条文
  told_on: 提出日期
  due_on: 七日期满
  checked_on: 核查日期
  state: 状态（代码）
kind: share
unit: 条
group_by: organ
better: up
--- */
select coalesce(state = 'corrected' and checked_on <= law_notice_reply_due(told_on, 7), false) as hit, cast(null as varchar) as link,
    coalesce(number, entry) as label, coalesce(organ, _organ) as organ, told_on as day, article, told_on, law_notice_reply_due(told_on, 7) as due_on,
    checked_on, state
from register_oral_corrections
where told_on is not null and (state <> 'told' or law_notice_reply_due(told_on, 7) < :as_of)
