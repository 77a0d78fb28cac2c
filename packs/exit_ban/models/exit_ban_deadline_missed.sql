/* ---
takes: deadline_missed
with:
  what: 限制出境
  cases: 限制出境
  steps: 裁判决定时限制出境并通知移民管理机构
  articles: 出境入境管理法 第十二条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十条
  titles: when 'exit_ban' then '限制出境'
  watched: |-
    (procedure = 'exit_ban' and step in ('limit'))
--- */
