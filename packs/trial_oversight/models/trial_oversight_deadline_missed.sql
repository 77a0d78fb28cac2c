/* ---
takes: deadline_missed
with:
  what: 审判流程
  cases: 审判流程
  steps: 审限、检察院查阅案卷（不计入审限）、裁判、合议庭反馈、立案后公示、审理期限、送达、另行组成合议庭审理、审查受理、审批延长审限、送达起诉书副本、通知、传票、公告、补充侦查、宣判、移送上诉、抗诉案件、交付执行、宣判送达、回报、送达判决书
  articles: 刑事诉讼法 第二百四十三条, 刑事诉讼法 第二百三十五条, 刑事诉讼法 第二百三十六条, 适用刑事诉讼法的解释 第二百一十四条, 减刑假释案件审理程序的规定 第三条, 适用刑事诉讼法的解释 第五百三十四条, 适用刑事诉讼法的解释 第五百三十九条, 适用刑事诉讼法的解释 第二百一十九条, 刑事诉讼法 第二百零八条
  titles: when 'appeal_trial' then '第二审流程' when 'case_label' then '四类案件标注与监督' when 'commutation_trial' then '减刑假释审理流程' when 'trial' then '公诉案件第一审流程'
  watched: |-
    (procedure = 'appeal_trial' and step in ('term', 'read', 'decide', 'return_papers'))
        or (procedure = 'case_label' and step in ('feedback'))
        or (procedure = 'commutation_trial' and step in ('publish', 'ruling_term', 'serve', 'rehear'))
        or (procedure = 'trial' and step in ('accept', 'term', 'extension', 'serve_copy', 'summon', 'supplement', 'announce', 'transfer', 'deliver', 'serve_judgment'))
--- */
