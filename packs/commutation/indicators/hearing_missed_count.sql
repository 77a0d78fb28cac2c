/* ---
indicator: hearing_missed_count
title: 应开庭未开庭数
grain: 每件立案时认为应当开庭而书面审理的案件一行
purpose: 发现应当开庭而没有开庭的减刑案件。
logic: 立案时登记应当开庭、最后以书面审理的件数。
source: [减刑假释案件审理程序的规定 第六条]
reads: [case_commutation, case_commutation_detention]
leaves_out: [已经转开庭的]
columns:
  number: 案件编号
  trial_on: 审理日期
kind: count
unit: 件
group_by: organ
better: down
--- */
with tried as (
    select "case", number, organ, _organ, organ__court, docket__hearing_required, trial__outcome, trial__on, open_trial__on
    from case_commutation
    union all
    select "case", number, organ, _organ, organ__court, docket__hearing_required, trial__outcome, trial__on, open_trial__on
    from case_commutation_detention
)
select true as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, trial__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, trial__on as trial_on
from tried
where docket__hearing_required and trial__outcome = 'written' and open_trial__on is null
