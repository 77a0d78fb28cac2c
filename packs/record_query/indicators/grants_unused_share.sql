/* ---
indicator: grants_unused_share
title: 许可后没有查询的比例
grain: 每件许可的查询申请一行
purpose: 衡量许可查询封存记录后没有使用、自行失效的比例，提示申请是否必要。
logic: 许可后没有查询的，除以许可后已经查询或者已经失效的。
source: [未成年人犯罪记录封存的实施办法 第十六条]
reads: [case_record_query]
leaves_out: [许可仍在有效期内没有查询的]
columns:
  number: 案件编号
  allowed_on: 许可日期
  result: 结果
kind: share
unit: 件
group_by: organ
better: down
caveat: 只显示案件编号，不显示姓名。
--- */
select read__outcome = 'not_used' as hit, coalesce(number, "case") as label, coalesce(organ__keeper, organ, _organ) as organ, decide__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, decide__on as allowed_on, read__outcome as result
from case_record_query
where decide__outcome = 'allowed' and read__outcome in ('done', 'answered_unit', 'not_used')
