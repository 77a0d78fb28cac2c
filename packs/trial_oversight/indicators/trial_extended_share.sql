/* ---
indicator: trial_extended_share
title: 延长审限比例
grain: 每件已受理的第一审公诉案件一行
purpose: 衡量延长审限是否成为常态
logic: 期间内受理的第一审公诉案件中，最近一次层报经上一级人民法院批准延长审限的比例
source: [刑事诉讼法 第二百零八条, 适用刑事诉讼法的解释 第二百一十条]
reads: [case_trial]
leaves_out: [没有受理的]
columns:
  number: 编号
  case_no: 案号
  accepted_on: 受理日期
  extended_on: 批准延长日期
kind: share
unit: 件
group_by: organ
better: down
--- */
select extension__outcome is not distinct from 'granted' as hit, concat('document:', "case") as link, coalesce(opening__case_no, number, "case") as label,
    coalesce(organ__court, organ, _organ) as organ, accept__accepted_on as day, coalesce(number, "case") as number, opening__case_no as case_no,
    accept__accepted_on as accepted_on, case when extension__outcome = 'granted' then extension__on end as extended_on
from case_trial
where accept__accepted_on is not null
