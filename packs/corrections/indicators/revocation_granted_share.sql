/* ---
indicator: revocation_granted_share
title: 提请撤销采纳率
grain: 每件撤销缓刑、撤销假释案件一行
purpose: 衡量提请撤销缓刑、撤销假释被裁定采纳的比例。
logic: 期间内裁定撤销的，除以裁定撤销与不予撤销之和。
source: [社区矫正法 第四十八条]
reads: [case_revocation]
leaves_out: [尚未裁定的, 撤回的]
columns:
  number: 案件编号
  ruled_on: 裁定日期
  result: 结果
kind: share
unit: 件
group_by: organ
better: none
--- */
select court__outcome = 'revoked' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, court__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, court__on as ruled_on, court__outcome as result
from case_revocation
where court__outcome in ('revoked', 'refused')
