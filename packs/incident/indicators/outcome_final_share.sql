/* ---
indicator: outcome_final_share
title: 警情结果完整率
grain: 每起受理三日以上的警情一行
purpose: 衡量警情是否都有最终结果。
logic: 已有最终结果（不是正在调查核实）的，除以受理满三日的警情。
source: [公安机关办理刑事案件程序规定 第一百六十九条]
reads: [case_incident]
leaves_out: [受理不满三日的]
columns:
  number: 案件编号
  outcome: 结果（代码）
kind: share
unit: 起
group_by: organ
better: up
--- */
select coalesce(value__outcome, 'O12') <> 'O12' as hit, coalesce(receive__no, number, "case") as label, coalesce(organ__station, organ, _organ) as organ, receive__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, value__outcome as outcome
from case_incident
where receive__on is not null and law_add_days(receive__on, 3) < :as_of
