/* ---
takes: deadline_missed
with:
  what: 调查评估
  cases: 调查评估
  steps: 受理并通知检察院、沟通并退回、调查、签发意见书
  articles: 社区矫正法实施办法 第十三条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第四条, 社区矫正法实施办法 第十四条
  titles: when 'investigation' then '调查评估'
  watched: (procedure = 'investigation' and step in ('accept', 'give_back', 'investigate', 'sign'))
--- */
