/* ---
indicator: labels_rejected
title: 四类案件不予标注比例
grain: 每件已审批的标注一行
purpose: 衡量提出的标注是否被普遍否决
logic: 期间内审批的标注中，决定不标注的比例
source: [适用刑事诉讼法的解释 第二百一十六条]
reads: [case_case_label]
leaves_out: [没有审批的]
columns:
  number: 编号
  case_no: 案号
  proposed_by: 提出（代码）
  decided_on: 审批日期
kind: share
unit: 件
group_by: organ
better: none
--- */
select confirm__outcome = 'rejected' as hit, concat('document:', "case") as link, coalesce(opening__case_no, number, "case") as label,
    coalesce(organ__court, organ, _organ) as organ, confirm__on as day, coalesce(number, "case") as number, opening__case_no as case_no,
    opening__proposed_by as proposed_by, confirm__on as decided_on
from case_case_label
where confirm__outcome is not null
