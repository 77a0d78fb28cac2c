/* ---
indicator: red_changed_on_appeal
title: 红色提示二审改判率
grain: 每件红色提示且已登记二审结果的案件一行
purpose: 检验偏离提示有没有意义；只作检验，不评价裁判人员。
logic: 期间内归档、偏离提示为红色、已登记二审结果的案件中，二审改判的比例。
source: [统一法律适用加强类案检索的指导意见 第十三条]
reads: [register_search_reports]
leaves_out: [不是红色提示的, 没有登记二审结果的]
columns:
  number: 编号
  case_no: 案号
  archived_on: 归档日期
kind: share
unit: 件
group_by: organ
better: none
caveat: 改判不等于原判错误；件数较少时只看件数。
--- */
select change_on_appeal as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, archived_on as day, concat('entry:', entry) as link, number, case_no, archived_on
from register_search_reports
where level = 'red' and change_on_appeal is not null
