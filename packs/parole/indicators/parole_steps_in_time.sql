/* ---
takes: steps_in_time
with:
  what: 假释
  cases: 假释和撤销假释
  articles: 审查财产性判项执行问题的规定 第十三条, 人民检察院刑事诉讼规则 第六百三十五条, 减刑假释案件审理程序的规定 第二条, 减刑假释案件审理程序的规定 第三条, 减刑假释案件审理程序的规定 第十六条, 减刑假释案件审理程序的规定 第十八条, 人民检察院刑事诉讼规则 第六百三十九条, 刑事诉讼法 第二百七十四条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第四条
  watched: |-
    (procedure = 'parole' and step in ('property_inquiry', 'opinion', 'supply', 'court_notice', 'ruling', 'service', 'ruling_review', 'rehear', 'rehear_service', 'deliver', 'receive_papers', 'complete_papers', 'filing', 'filing_review', 'filing_result', 'check_papers', 'investigate'))
        or (procedure = 'parole_revocation' and step in ('arrest', 'rule_on'))
--- */
