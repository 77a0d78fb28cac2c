/* ---
indicator: directives_answered
title: 监督指令反馈率
grain: 每条期限已到或者已经反馈的监督指令一行
purpose: 衡量四类案件监督指令是否得到反馈
logic: 已经反馈或者期限已过的监督指令中，已经反馈的比例；违规监督另列
source: [适用刑事诉讼法的解释 第二百一十六条]
reads: [register_directives]
leaves_out: [期限未到且没有反馈的, 违规监督]
columns:
  number: 编号
  case_no: 案号
  issuer: 签发人职务
  measure: 措施
  due: 期限
kind: share
unit: 条
group_by: organ
better: up
--- */
select state = 'answered' as hit, cast(null as varchar) as link, case_no as label, organ, entered_on as day, number, case_no, issuer, measure, due
from register_directives
where state = 'answered' or (state in ('issued', 'read') and due < :as_of)
