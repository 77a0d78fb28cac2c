/* ---
indicator: commutation_hearing_share
title: 减刑假释开庭率
grain: 每件已经审理的减刑、假释案件一行
purpose: 衡量减刑、假释案件实质化审理。
logic: 开庭审理（含视频开庭）的，除以已经审理的案件。
source: [减刑假释案件审理程序的规定 第六条]
reads: [case_commutation, case_parole]
leaves_out: [尚未审理的]
columns:
  number: 案件编号
  form_of_trial: 审理方式
kind: share
unit: 件
group_by: organ
better: none
--- */
with tried as (
    select "case", number, organ, _organ, organ__court, trial__on, trial__outcome, trial__form_of_trial
    from case_commutation
    union all
    select "case", number, organ, _organ, organ__court, trial__on, trial__outcome, trial__form_of_trial
    from case_parole
)
select trial__outcome = 'heard' as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, trial__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, trial__form_of_trial as form_of_trial
from tried
where trial__on is not null
