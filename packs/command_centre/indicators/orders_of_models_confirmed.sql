/* ---
indicator: orders_of_models_confirmed
title: 模型指令属实率
grain: 每件由模型线索拟出并已反馈的指令一行
purpose: 衡量由模型线索发出的指令核查后是否属实
logic: 由模型线索拟出的指令中，反馈属实、部分属实的，除以反馈属实、部分属实和不属实的；演练不计
source: [人民检察院组织法 第二十四条]
reads: [case_task_order]
leaves_out: [演练, 不是由模型线索拟出的, 移送、客观不能和重复的]
columns:
  number: 指令编号
  result: 结果（代码）
  done_on: 反馈日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select handle__result in ('confirmed', 'partly') as hit, concat('document:', "case") as link, coalesce(number, "case") as label,
    coalesce(organ__office, organ, _organ) as organ, handle__on as day, number, handle__result as result, handle__on as done_on
from case_task_order
where coalesce(draft__from_model, false) and not coalesce(draft__drill, false) and handle__outcome = 'done' and handle__result in ('confirmed', 'partly', 'refuted')
