/* ---
takes: steps_in_time
with:
  what: 交付执行
  cases: 交付执行
  articles: 刑事诉讼法 第二百六十四条, 监狱法 第三十一条, 监狱法 第三十七条
  watched: (procedure = 'commitment' and step in ('papers', 'check_remaining', 'escort', 'family_notice'))
--- */
