/* ---
takes: deadline_missed
with:
  what: 监督文书办理
  cases: 监督文书
  steps: 调查核实、检察建议书报上一级备案、复查纠正意见的异议并作出决定；被监督单位的回复另有模型，对检察建议异议的复核应当立即，没有固定日数
  articles: 人民检察院检察建议工作规定 第二十一条, 人民检察院刑事诉讼规则 第五百五十四条
  titles: when 'proposal_filing' then '检察建议书备案' when 'supervision_document' then '监督文书办理'
  watched: |-
    (procedure = 'proposal_filing' and step = 'file_up')
        or (procedure = 'supervision_document' and step = 'investigate')
        or (procedure = 'supervision_document' and step in ('review_objection', 'decide_review') and date_diff('day', opened_on, due_on) >= :review_days)
parameters:
  review_days: {default: 7, unit: 日, mark: law, note: 复查纠正意见的期限；少于该日数的是对检察建议异议的次日提示，不作逾期}
--- */
