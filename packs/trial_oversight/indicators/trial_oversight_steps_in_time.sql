/* ---
takes: steps_in_time
with:
  what: 审判流程
  cases: 审判流程
  articles: 刑事诉讼法 第二百四十三条, 刑事诉讼法 第二百三十五条, 刑事诉讼法 第二百三十六条, 适用刑事诉讼法的解释 第二百一十四条, 减刑假释案件审理程序的规定 第三条, 适用刑事诉讼法的解释 第五百三十四条, 适用刑事诉讼法的解释 第五百三十九条, 适用刑事诉讼法的解释 第二百一十九条, 刑事诉讼法 第二百零八条
  watched: |-
    (procedure = 'appeal_trial' and step in ('term', 'read', 'decide'))
        or (procedure = 'case_label' and step in ('feedback'))
        or (procedure = 'commutation_trial' and step in ('publish', 'ruling_term', 'serve', 'rehear'))
        or (procedure = 'trial' and step in ('accept', 'term', 'extension', 'serve_copy', 'summon', 'supplement', 'announce', 'transfer', 'deliver'))
--- */
