/* ---
takes: steps_in_time
with:
  what: 调查评估
  cases: 调查评估
  articles: 社区矫正法实施办法 第十三条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第四条, 社区矫正法实施办法 第十四条
  watched: (procedure = 'investigation' and step in ('accept', 'give_back', 'investigate', 'sign'))
--- */
