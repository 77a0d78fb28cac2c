/* ---
takes: steps_in_time
with:
  what: 计分考核
  cases: 计分考核
  articles: 监狱计分考核罪犯工作规定 第三十六条, 监狱计分考核罪犯工作规定 第三十五条, 监狱计分考核罪犯工作规定 第四十九条
  watched: |-
    (procedure = 'award' and step in ('recheck', 'review'))
        or (procedure = 'conduct' and step in ('notice', 'recheck', 'review', 'correct'))
--- */
