/* ---
takes: steps_in_time
with:
  what: 强制医疗
  cases: 强制医疗
  articles: 强制医疗执行检察办法 第五条, 强制医疗执行检察办法 第二十三条, 人民检察院刑事诉讼规则 第六百五十二条, 适用刑事诉讼法的解释 第六百四十八条, 强制医疗执行检察办法 第二十一条, 刑事诉讼法 第三百零六条, 适用刑事诉讼法的解释 第六百四十七条, 强制医疗执行检察办法 第十五条, 强制医疗执行检察办法 第十九条
  watched: |-
    (procedure = 'compulsory_treatment' and step in ('receive', 'oral', 'answer', 'pass_on', 'peer_review', 'court_again', 'pass_application', 'lift_review', 'lift_served', 'lift_now', 'review_lift'))
        or (procedure = 'treatment_complaint' and step in ('investigate', 'answer'))
        or (procedure = 'treatment_decision' and step in ('docket', 'supply', 'lawyer', 'decide', 'serve', 'reconsider', 'objection', 'decide_again'))
--- */
