/* ---
indicator: children_protected
title: 保障人数（按家庭情形）
grain: 每名确认保障的未成年子女一行
purpose: 按父母双方在押、母亲在押父亲死亡或者重病等、父亲在押母亲死亡或者重病等三种情形和其他情形统计保障人数。
logic: 期间内民政部门确认的未成年子女人数，按家庭情形分列。
source: [未成年人保护法 第九十二条]
reads: [case_child_protection]
leaves_out: [不予确认的, 转其他救助的]
columns:
  number: 案件编号
  family_situation: 家庭情形
  monthly_yuan: 每月金额
kind: count
unit: 人
group_by: family_situation
better: none
--- */
select confirm__outcome = 'confirmed' as hit, coalesce(number, "case") as label, coalesce(organ__civil_affairs, organ, _organ) as organ, confirm__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, coalesce(check__family_situation, register__family_situation) as family_situation, pay__monthly_yuan as monthly_yuan
from case_child_protection
where confirm__outcome = 'confirmed'
