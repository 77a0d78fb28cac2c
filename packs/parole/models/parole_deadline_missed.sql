/* ---
takes: deadline_missed
with:
  what: 假释
  cases: 假释和撤销假释
  steps: 核实财产性判项执行情况、审查建议书副本、补送材料、向社会公示、裁定、送达、审查裁定、另行组成合议庭重新审理裁定、送达重新审理的裁定、送达社区矫正法律文书、核对法律文书并回执、补齐法律文书、职务犯罪罪犯案件报备案审查、备案审查、报告执行情况、核对委托材料、社区影响调查评估、退回委托材料、决定是否逮捕、释放被逮捕的社区矫正对象、收监执行、报到、看守所寄送罪犯有关材料
  articles: 审查财产性判项执行问题的规定 第十三条, 人民检察院刑事诉讼规则 第六百三十五条, 减刑假释案件审理程序的规定 第二条, 减刑假释案件审理程序的规定 第三条, 减刑假释案件审理程序的规定 第十六条, 减刑假释案件审理程序的规定 第十八条, 人民检察院刑事诉讼规则 第六百三十九条, 刑事诉讼法 第二百七十四条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第四条, 社区矫正法 第四十八条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十八条, 社区矫正法 第二十一条, 看守所留所执行刑罚罪犯管理办法 第三十七条
  titles: when 'parole' then '假释案件办理' when 'parole_revocation' then '撤销假释' when 'parole_detention' then '看守所提请假释'
  watched: |-
    (procedure = 'parole' and step in ('property_inquiry', 'opinion', 'supply', 'court_notice', 'ruling', 'service', 'ruling_review', 'rehear', 'rehear_service', 'deliver', 'receive_papers', 'complete_papers', 'filing', 'filing_review', 'filing_result', 'check_papers', 'investigate', 'return_file', 'arrive'))
        or (procedure = 'parole_revocation' and step in ('arrest', 'rule_on', 'set_free', 'commit'))
        or (procedure = 'parole_detention' and step in ('opinion', 'supply', 'court_notice', 'ruling', 'service', 'ruling_review', 'rehear', 'rehear_service', 'arrive', 'deliver', 'receive_papers', 'complete_papers', 'filing', 'filing_review', 'filing_result', 'check_papers', 'investigate', 'return_file', 'send_papers'))
--- */
