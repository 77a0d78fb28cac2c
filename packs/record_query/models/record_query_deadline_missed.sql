/* ---
takes: deadline_missed
with:
  what: 犯罪记录查询
  cases: 犯罪记录查询
  steps: 受理申请、出具无犯罪记录证明、审核查询
  articles: 未成年人犯罪记录封存的实施办法 第十五条, 未成年人犯罪记录封存的实施办法 第十六条
  titles: when 'record_query' then '封存犯罪记录查询与无犯罪记录证明'
  watched: (procedure = 'record_query' and step in ('accept', 'certificate', 'decide'))
--- */
