/* ---
takes: deadline_missed
with:
  what: 减刑
  cases: 减刑
  steps: 核实财产性判项执行情况、审查建议书副本、补送材料、向社会公示、裁定、送达、审查裁定、另行组成合议庭重新审理裁定、送达重新审理的裁定、职务犯罪罪犯案件报备案审查、备案审查、报告执行情况、看守所提请的同名环节
  articles: 审查财产性判项执行问题的规定 第十三条, 人民检察院刑事诉讼规则 第六百三十五条, 减刑假释案件审理程序的规定 第二条, 减刑假释案件审理程序的规定 第三条, 减刑假释案件审理程序的规定 第十六条, 减刑假释案件审理程序的规定 第十八条, 人民检察院刑事诉讼规则 第六百三十九条, 刑事诉讼法 第二百七十四条
  titles: when 'commutation' then '减刑案件办理' when 'commutation_detention' then '看守所提请减刑'
  watched: |-
    (procedure = 'commutation' and step in ('property_inquiry', 'opinion', 'supply', 'court_notice', 'ruling', 'service', 'ruling_review', 'rehear', 'rehear_service', 'filing', 'filing_review', 'filing_result'))
        or (procedure = 'commutation_detention' and step in ('opinion', 'supply', 'court_notice', 'ruling', 'service', 'ruling_review', 'rehear', 'rehear_service', 'filing', 'filing_review', 'filing_result'))
--- */
