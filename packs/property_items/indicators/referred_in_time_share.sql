/* ---
indicator: referred_in_time_share
title: 移送执行及时率
grain: 每件到期或者已经办结的移送案件一行（最近一次）
purpose: 衡量刑事审判部门是否及时移送执行。
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
caveat: 原文为“及时”，三十日为政策默认。
--- */
select refer__on is not null and refer__on <= refer__due_on as hit, coalesce(number, "case") as label, coalesce(organ__trial, organ, _organ) as organ, refer__due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, refer__due_on as due_on, refer__on as done_on
from case_property_items
where refer__due_on is not null and (refer__on is not null or refer__due_on < :as_of)
