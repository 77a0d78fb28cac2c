/* ---
indicator: children_found_share
title: 数据比对发现率
grain: 每件数据比对发现的未成年子女案件一行
purpose: 衡量数据比对命中的未成年子女最终纳入保障的比例。
logic: 民政部门确认的，除以发现途径为数据比对的。
source: [未成年人保护法 第九十二条]
reads: [case_child_protection]
leaves_out: [其他途径发现的, 尚未登记的]
columns:
  number: 案件编号
  found_on: 登记日期
  outcome: 确认结果
kind: share
unit: 人
group_by: organ
better: up
caveat: 命中后转其他救助的计入分母。
--- */
select coalesce(confirm__outcome = 'confirmed', false) as hit, coalesce(number, "case") as label, coalesce(organ__civil_affairs, organ, _organ) as organ, register__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, register__on as found_on, confirm__outcome as outcome
from case_child_protection
where register__found_by = 'match'
