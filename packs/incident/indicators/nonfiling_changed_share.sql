/* ---
indicator: nonfiling_changed_share
title: 不予立案复议变更率
grain: 每件已经作出的不予立案复议决定一行
purpose: 看控告人申请复议后有多少不予立案被撤销。
logic: 期间内作出的复议决定中，撤销不予立案、立案的比例。
source: [公安机关办理刑事案件程序规定 第一百七十九条]
reads: [case_incident]
leaves_out: [没有申请复议的, 尚未决定的]
columns:
  number: 案件编号
  decided_on: 复议日期
  outcome: 复议（代码）
kind: share
unit: 件
group_by: organ
better: none
--- */
select reconsider__outcome = 'changed' as hit, coalesce(number, "case") as label, coalesce(organ__station, organ, _organ) as organ, reconsider__on as day, concat('document:', "case") as link, number, reconsider__on as decided_on, reconsider__outcome as outcome
from case_incident
where reconsider__outcome is not null
