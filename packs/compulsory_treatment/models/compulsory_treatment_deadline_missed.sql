/* ---
takes: deadline_missed
with:
  what: 强制医疗
  cases: 强制医疗
  steps: 收到强制医疗决定书副本、口头纠正、纠正并回复、材料转交作出决定法院的同级检察院、同级检察院审查并反馈、另行组成合议庭审理、转交解除申请、法院审查是否解除、送达解除决定书、收到决定书当日解除、审查解除决定、调查核实、书面反馈、审查强制医疗申请、补送材料、通知法律援助机构指派律师、审理并决定、送达决定书和执行通知书、上一级法院复议、审查强制医疗决定
  articles: 强制医疗执行检察办法 第五条, 强制医疗执行检察办法 第二十三条, 人民检察院刑事诉讼规则 第六百五十二条, 适用刑事诉讼法的解释 第六百四十八条, 强制医疗执行检察办法 第二十一条, 刑事诉讼法 第三百零六条, 适用刑事诉讼法的解释 第六百四十七条, 强制医疗执行检察办法 第十五条, 强制医疗执行检察办法 第十九条
  titles: when 'compulsory_treatment' then '强制医疗执行检察' when 'treatment_complaint' then '强制医疗控告、举报、申诉' when 'treatment_decision' then '强制医疗决定'
  watched: |-
    (procedure = 'compulsory_treatment' and step in ('receive', 'oral', 'answer', 'pass_on', 'peer_review', 'court_again', 'pass_application', 'lift_review', 'lift_served', 'lift_now', 'review_lift'))
        or (procedure = 'treatment_complaint' and step in ('investigate', 'answer'))
        or (procedure = 'treatment_decision' and step in ('docket', 'supply', 'lawyer', 'decide', 'serve', 'reconsider', 'objection', 'decide_again'))
--- */
