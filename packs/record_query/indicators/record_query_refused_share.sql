/* ---
indicator: record_query_refused_share
title: 查询不许可率
grain: 每件单位查询申请一行
purpose: 衡量单位查询封存记录的申请不予许可的比例。
logic: 不许可的，除以已决定的。
source: [未成年人犯罪记录封存的实施办法 第十六条]
reads: [case_record_query]
leaves_out: [本人、法定代理人申请证明的, 尚未决定的]
columns:
  number: 案件编号
  decided_on: 决定日期
  result: 结果
kind: share
unit: 件
group_by: organ
better: none
caveat: 只显示案件编号，不显示姓名。
--- */
select decide__outcome = 'refused' as hit, coalesce(number, "case") as label, coalesce(organ__keeper, organ, _organ) as organ, decide__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, decide__on as decided_on, decide__outcome as result
from case_record_query
where decide__outcome in ('allowed', 'refused')
