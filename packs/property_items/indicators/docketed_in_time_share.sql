/* ---
indicator: docketed_in_time_share
title: 执行立案及时率
grain: 每件到期或者已经办结的执行案件一行（最近一次）
purpose: 衡量立案部门是否在七日内立案。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [刑事裁判涉财产部分执行的若干规定 第七条]
reads: [case_property_items]
leaves_out: [尚未到期且没有办结的, 没有期限的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 退回补充的以最近一次移送计算。
--- */
select docket__on is not null and docket__on <= docket__due_on as hit, coalesce(number, "case") as label, coalesce(organ__trial, organ, _organ) as organ, docket__due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, docket__due_on as due_on, docket__on as done_on
from case_property_items
where docket__due_on is not null and (docket__on is not null or docket__due_on < :as_of)
