/* ---
takes: step_in_time
with:
  title: 罪犯送交按期率
  cases: 交付执行
  purpose: 公安机关是否在收到执行文书后一个月内将罪犯送交监狱
  articles: 监狱法 第三十一条
  procedure: commitment
  step: escort
  organ: police
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
