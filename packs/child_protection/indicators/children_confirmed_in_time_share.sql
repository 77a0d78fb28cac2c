/* ---
indicator: children_confirmed_in_time_share
title: 保障确认按期率
grain: 每件到期或者已经办结的保障案件一行（最近一次）
purpose: 衡量县级民政部门是否按期确认。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [未成年人保护法 第九十二条]
reads: [case_child_protection]
leaves_out: [尚未到期且没有办结的, 没有期限的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 十五个工作日依部门文件，未经原文核对；地方有五个工作日。
--- */
select confirm__on is not null and confirm__on <= confirm__due_on as hit, coalesce(number, "case") as label, coalesce(organ__civil_affairs, organ, _organ) as organ, confirm__due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, confirm__due_on as due_on, confirm__on as done_on
from case_child_protection
where confirm__due_on is not null and (confirm__on is not null or confirm__due_on < :as_of)
