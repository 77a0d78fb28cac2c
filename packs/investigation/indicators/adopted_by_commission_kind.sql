/* ---
indicator: adopted_by_commission_kind
title: 采信率（按委托性质）
grain: 每件已知采信情况的调查评估一行
purpose: 把应当委托、一般应当委托和可以委托的分开衡量采信。
logic: 采信的，除以已经反馈采信情况的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第一条]
reads: [case_investigation]
leaves_out: [委托撤回的, 尚未反馈的]
columns:
  number: 案件编号
  kind: 委托性质
  adopted: 采信情况
kind: share
unit: 件
group_by: kind
better: none
--- */
select value__adopted = 'yes' as hit, coalesce(number, "case") as label, coalesce(organ__commissioner, organ, _organ) as organ, outcome__on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    case commission__commission_kind when 'must' then '应当委托' when 'generally' then '一般应当委托' when 'optional' then '可以委托' else '没有注明' end as kind, value__adopted as adopted
from case_investigation
where value__adopted in ('yes', 'partly', 'no') and outcome__on is not null
