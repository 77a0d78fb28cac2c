/* ---
takes: steps_in_time
with:
  what: 法律援助
  cases: 法律援助
  articles: 法律援助法 第四十三条, 法律援助法 第四十九条
  watched: (procedure = 'legal_aid' and step in ('decide', 'assign', 'review'))
--- */
