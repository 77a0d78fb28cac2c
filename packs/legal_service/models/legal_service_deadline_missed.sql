/* ---
takes: deadline_missed
with:
  what: 法律援助
  cases: 法律援助
  steps: 审查决定、指派、异议审查
  articles: 法律援助法 第四十三条, 法律援助法 第四十九条
  titles: when 'legal_aid' then '法律援助'
  watched: (procedure = 'legal_aid' and step in ('decide', 'assign', 'review'))
--- */
