/* ---
indicator: cases_labelled_share
title: 识别后提出标注的比例
grain: 每件已经识别的案件一行
purpose: 衡量受理的案件中有多少属于四类案件
logic: 期间内完成识别的案件中，有规则或者由人判断命中而提出标注的比例；撤回、审结不再识别的不计
source: [适用刑事诉讼法的解释 第二百一十六条]
reads: [case_label_screen]
leaves_out: [没有完成识别的, 不再识别的]
columns:
  number: 编号
  case_no: 案号
  screened_on: 识别日期
kind: share
unit: 件
group_by: organ
better: none
--- */
select screen__outcome = 'hit' as hit, concat('document:', "case") as link, coalesce(opening__case_no, number, "case") as label,
    coalesce(organ__court, organ, _organ) as organ, screen__on as day, coalesce(number, "case") as number, opening__case_no as case_no,
    screen__on as screened_on
from case_label_screen
where screen__outcome in ('hit', 'clear')
