/* ---
takes: steps_in_time
with:
  what: 犯罪记录查询
  cases: 犯罪记录查询
  articles: 未成年人犯罪记录封存的实施办法 第十五条, 未成年人犯罪记录封存的实施办法 第十六条
  watched: (procedure = 'record_query' and step in ('accept', 'certificate', 'decide'))
--- */
