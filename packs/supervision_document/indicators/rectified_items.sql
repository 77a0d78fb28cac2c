/* ---
indicator: rectified_items
title: 整改项完成率
grain: 每份登记了整改项数的监督文书一行
purpose: 衡量监督文书所提问题逐项整改到位的程度，按项计算，不按份数。
logic: 期间内最近一次验收登记的已整改项数之和，除以应整改项数之和；退回继续整改的，按退回时已经整改的项数计算。
source: [人民检察院检察建议工作规定 第二十四条]
reads: [case_supervision_document]
leaves_out: [没有登记整改项数的, 经复查撤销、撤回的, 尚未验收的]
columns:
  number: 编号
  items_due: 应整改项数
  items_done: 已整改项数
  accepted_on: 验收日期
kind: ratio
unit: 项
group_by: organ
better: up
caveat: 与按份数计算的整改完成率并列，口径不同，不得混用。
--- */
select coalesce(accept__items_done, 0) as part_count, accept__items_due as whole_count, concat('document:', "case") as link, coalesce(number, "case") as label,
    organ__supervised as organ, accept__on as day, coalesce(number, "case") as number, accept__items_due as items_due, accept__items_done as items_done, accept__on as accepted_on
from case_supervision_document
where accept__items_due is not null and accept__on is not null and coalesce(result, '') not in ('withdrawn', 'revoked')
