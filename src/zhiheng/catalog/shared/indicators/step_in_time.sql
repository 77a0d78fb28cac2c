/* ---
indicator: {{name}}
title: {{title}}
grain: 每件到期或者已经办结的{{cases}}案件一行（最近一次）
purpose: 衡量{{purpose}}。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [{{articles}}]
reads: [case_{{procedure}}]
leaves_out: [尚未到期且没有办结的, 没有期限的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select {{step}}__on is not null and {{step}}__on <= {{step}}__due_on as hit, coalesce(number, "case") as label, coalesce(organ__{{organ}}, organ, _organ) as organ, {{step}}__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, {{step}}__due_on as due_on, {{step}}__on as done_on
from case_{{procedure}}
where {{step}}__due_on is not null and ({{step}}__on is not null or {{step}}__due_on < :as_of)
