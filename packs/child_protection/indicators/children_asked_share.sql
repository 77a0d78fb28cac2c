/* ---
indicator: children_asked_share
title: 未成年子女登记率
grain: 每名已经收监的罪犯一行
purpose: 衡量收监时是否询问并登记未成年子女情况。
logic: 查明羁押时登记了子女情况或者收监检查时填写未成年子女登记的，除以已经收监的罪犯。
source: [监狱法 第三十八条]
reads: [case_commitment]
leaves_out: [尚未收监的]
columns:
  number: 案件编号
  admitted_on: 收监日期
  children: 未成年子女
kind: share
unit: 人
group_by: organ
better: up
--- */
select locate__children is not null or admission__children is not null as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ,
    coalesce(admission__admitted_on, admission__on) as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    coalesce(admission__admitted_on, admission__on) as admitted_on, locate__children as children
from case_commitment
where admission__on is not null
