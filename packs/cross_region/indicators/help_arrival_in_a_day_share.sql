/* ---
indicator: help_arrival_in_a_day_share
title: 协助监管到达报告率
grain: 每件协助监管一行
purpose: 衡量外出对象是否按时向协助地报告到达。
logic: 到达环节按期登记的，除以已登记的和逾期的。
source: [社区矫正法实施办法 第二十八条]
reads: [case_shared_supervision]
leaves_out: [尚未到期的, 不能协助的]
columns:
  number: 案件编号
  due_on: 期限
  arrived_on: 登记日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select arrive__outcome = 'arrived' and arrive__on <= arrive__due_on as hit, coalesce(number, "case") as label, coalesce(organ__helping, organ, _organ) as organ, arrive__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    arrive__due_on as due_on, arrive__on as arrived_on
from case_shared_supervision
where arrive__due_on is not null and (arrive__on is not null or arrive__due_on < :as_of)
