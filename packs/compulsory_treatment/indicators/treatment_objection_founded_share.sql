/* ---
indicator: treatment_objection_founded_share
title: 强制医疗纠正意见采纳率
grain: 每件因检察机关提出纠正意见而另行组成合议庭审理的案件每次审理一行
purpose: 衡量检察机关对强制医疗决定、解除决定提出的纠正意见得到人民法院采纳的比例。
logic: 撤销原决定（对强制医疗决定提出的撤销强制医疗决定，对解除决定提出的继续强制医疗）的，除以已经审理的。
source: [适用刑事诉讼法的解释 第六百四十八条]
reads: [case_steps]
leaves_out: [尚在审理的, 上一级法院复议发回重新审理的]
columns:
  number: 案件编号
  outcome: 审理结果（代码）
  done_on: 审理日期
kind: share
unit: 件
group_by: organ
better: none
--- */
select s.outcome in ('revoked', 'held_on') as hit, coalesce(s.number, s."case") as label, coalesce(s.organ, s._organ) as organ, s.done_on as day, concat('document:', s."case") as link,
    coalesce(s.number, s."case") as number, s.outcome, s.done_on
from case_steps as s
where s.done_on is not null and (
    (s.procedure = 'compulsory_treatment' and s.step = 'court_again')
    or (s.procedure = 'treatment_decision' and s.step = 'decide_again'
        and exists (select 1 from case_steps as o where o."case" = s."case" and o.procedure = 'treatment_decision' and o.step = 'objection' and o.outcome = 'objected'))
)
