/* ---
indicator: children_referred_in_time_share
title: 儿童移送按期率
grain: 每件到期或者已经办结的儿童案件一行（最近一次）
purpose: 衡量发现机关是否在五个工作日内移送户籍地乡镇。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [未成年人保护法 第四十三条]
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
caveat: 五个工作日为政策默认。
--- */
select refer__on is not null and refer__on <= refer__due_on as hit, coalesce(number, "case") as label, coalesce(organ__finder, organ, _organ) as organ, refer__due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, refer__due_on as due_on, refer__on as done_on
from case_child_protection
where refer__due_on is not null and (refer__on is not null or refer__due_on < :as_of)
