/* ---
indicator: labels_directed_share
title: 标注案件有监督指令的比例
grain: 每件审批为标注的案件一行
purpose: 衡量标注以后院庭长是否实际监督
logic: 期间内审批为标注的案件中，发出过监督指令（进入过合议庭反馈）的比例
source: [适用刑事诉讼法的解释 第二百一十六条]
reads: [case_case_label]
leaves_out: [没有审批的, 审批为不标注的]
columns:
  number: 编号
  case_no: 案号
  confirmed_on: 审批日期
  directives: 指令次数
kind: share
unit: 件
group_by: organ
better: up
caveat: 没有指令而有阅知记录的不为违规
--- */
select coalesce(feedback__times, 0) > 0 as hit, concat('document:', "case") as link, coalesce(opening__case_no, number, "case") as label,
    coalesce(organ__court, organ, _organ) as organ, confirm__on as day, coalesce(number, "case") as number, opening__case_no as case_no,
    confirm__on as confirmed_on, coalesce(feedback__times, 0) as directives
from case_case_label
where confirm__outcome = 'confirmed'
