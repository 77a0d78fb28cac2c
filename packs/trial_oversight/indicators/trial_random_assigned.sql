/* ---
indicator: trial_random_assigned
title: 随机分案率
grain: 每件已分案的第一审案件一行
purpose: 衡量分案是否以随机为主
logic: 期间内分案的第一审案件中，随机分案的比例
source: [刑事诉讼法 第二百零八条]
reads: [case_trial]
leaves_out: [没有分案的]
columns:
  number: 案件编号
  case_no: 案号
  assigned_on: 分案日期
  mode: 分案方式（代码）
kind: share
unit: 件
group_by: organ
better: up
caveat: 指定分案有理由的不为违规
--- */
select assign__outcome = 'random' as hit, concat('document:', "case") as link, coalesce(opening__case_no, number, "case") as label,
    coalesce(organ__court, organ, _organ) as organ, assign__on as day, coalesce(number, "case") as number, opening__case_no as case_no,
    assign__on as assigned_on, assign__outcome as mode
from case_trial
where assign__outcome is not null
