/* ---
indicator: assistance_granted_share
title: 帮扶申请同意率
grain: 每件已答复的帮扶一行
purpose: 衡量转介帮扶的结果，可按种类分列。
logic: 同意的，除以已答复的。
source: [社区矫正法 第四十三条]
reads: [case_assistance]
leaves_out: [没有答复的]
columns:
  number: 案件编号
  kind: 种类代码
  answered_on: 答复日期
kind: share
unit: 件
group_by: kind
better: up
--- */
select answer__outcome = 'granted' as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, answer__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, need__kind as kind, answer__on as answered_on
from case_assistance
where answer__outcome in ('granted', 'refused')
