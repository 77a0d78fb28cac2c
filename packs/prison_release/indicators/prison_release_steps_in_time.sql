/* ---
takes: steps_in_time
with:
  what: 出监与释放
  cases: 释放
  articles: 监狱法 第五十八条, 监狱法 第五十九条
  watched: (procedure = 'prison_release' and step in ('educate', 'release', 'release_now'))
--- */
