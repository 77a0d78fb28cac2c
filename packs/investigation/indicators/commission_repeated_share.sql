/* ---
indicator: commission_repeated_share
title: 重复委托比例
grain: 每件收到的委托一行
purpose: 衡量六个月内没有新情况而重复委托的比例，看委托机关是否先核对已有意见。
logic: 以六个月内已评估答复的，除以已受理审查的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第五条]
reads: [case_investigation]
leaves_out: [尚未受理审查的, 有居住地变更、保证人更换等新情况而受理的]
columns:
  number: 案件编号
  received_on: 收到日期
kind: share
unit: 件
group_by: organ
better: down
--- */
select coalesce(accept__outcome, '') = 'repeated' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, accept__received_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, accept__received_on as received_on
from case_investigation
where accept__received_on is not null
