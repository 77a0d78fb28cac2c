/* ---
indicator: urgent_release_share
title: 紧急程序比例
grain: 每件已经移交的暂予监外执行案件一行
purpose: 衡量先决定、后公告和确认的紧急程序占比。
logic: 立即保外就医、先移交后公告确认的，除以已经移交的案件。
source: [进一步规范暂予监外执行工作的意见 第十二条]
reads: [case_medical_release, case_medical_release_detention]
leaves_out: [不予批准的, 尚未移交的]
columns:
  number: 案件编号
  handed: 移交方式
kind: share
unit: 件
group_by: organ
better: none
caveat: 比例高不等于违法，应当结合病情核查。
--- */
with handed_over as (
    select "case", number, coalesce(organ__prison, organ, _organ) as place, handover__outcome, handover__on
    from case_medical_release
    union all
    select "case", number, coalesce(organ__prison, organ, _organ), handover__outcome, handover__on
    from case_medical_release_detention
)
select handover__outcome = 'received_urgent' as hit, coalesce(number, "case") as label, place as organ, handover__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, handover__outcome as handed
from handed_over
where handover__outcome in ('received', 'received_urgent')
