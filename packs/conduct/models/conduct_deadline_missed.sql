/* ---
takes: deadline_missed
with:
  what: 计分考核
  cases: 计分考核
  steps: 复查、复核、告知并公示、监区小组复查、工作组复核、纠正并书面回复
  articles: 监狱计分考核罪犯工作规定 第三十六条, 监狱计分考核罪犯工作规定 第三十五条, 监狱计分考核罪犯工作规定 第四十九条
  titles: when 'award' then '计分考核等级评定与奖励' when 'conduct' then '计分考核加扣分与异议'
  watched: |-
    (procedure = 'award' and step in ('recheck', 'review'))
        or (procedure = 'conduct' and step in ('notice', 'recheck', 'review', 'correct'))
--- */
