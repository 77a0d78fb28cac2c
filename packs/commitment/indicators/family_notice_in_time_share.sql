/* ---
takes: step_in_time
with:
  title: 收监家属通知按期率
  cases: 交付执行
  purpose: 监狱是否在收监后五个工作日内通知家属、监护人
  articles: 监狱法 第三十七条
  procedure: commitment
  step: family_notice
  organ: prison
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
