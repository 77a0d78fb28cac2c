/* ---
indicator: consult_used_share
title: 咨询答复采用率
grain: 每件已说明采用情况的咨询一行
purpose: 看咨询答复是否被采用。
logic: 期间内说明采用情况的咨询中，采用的比例。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第十三条]
reads: [case_consultation]
leaves_out: [没有说明采用情况的]
columns:
  number: 案件编号
  use_outcome: 采用情况
kind: share
unit: 件
group_by: organ
better: none
--- */
select use__outcome = 'used' as hit, coalesce(number, title) as label, coalesce(organ__answerer, _organ) as organ, use__on as day,
    concat('document:', "case") as link, number, use__outcome as use_outcome
from case_consultation
where use__outcome is not null
