/* ---
indicator: oversight_corrected
title: 侦查监督纠正率
grain: 每项已有反馈的监督命中一行
purpose: 衡量监督意见是否得到纠正
logic: 期间内发现并已有反馈的监督项中，已经纠正的比例
source: [人民检察院刑事诉讼规则 第五百五十三条]
reads: [register_oversight_hits]
leaves_out: [没有反馈的]
columns:
  case_no: 案号
  item: 监督项
  level: 程度
  handling: 处理
  corrected_on: 纠正日期
kind: share
unit: 项
group_by: organ
better: up
--- */
select state = 'corrected' as hit, cast(null as varchar) as link, case_no as label, unit as organ, found_on as day, case_no, item, level, handling, corrected_on
from register_oversight_hits
where state in ('corrected', 'refused')
