/* ---
takes: step_in_time
with:
  title: 执行文书按期率
  cases: 交付执行
  purpose: 人民法院是否在判决生效后十日内送达执行文书
  articles: 刑事诉讼法 第二百六十四条, 监狱法 第三十一条
  procedure: commitment
  step: papers
  organ: court
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
