/* ---
indicator: treatment_passed_share
title: 解除申请三日转交率
grain: 每件案件该环节每次办理一行
purpose: 衡量人民检察院是否在三个工作日内转交解除申请。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [强制医疗执行检察办法 第二十一条]
reads: [case_steps]
leaves_out: [尚未到期且没有办结的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
opening: timed
unit: 件
group_by: organ
better: up
--- */
select in_time as hit, label, organ_name as organ, day, link, case_number as number, due_on, done_on
from timed
where procedure = 'compulsory_treatment' and step = 'pass_application'
