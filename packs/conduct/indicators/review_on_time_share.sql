/* ---
takes: step_in_time
with:
  title: 复核按期率
  cases: 复核
  purpose: 监狱计分考核工作组是否在五个工作日内答复复核申请
  articles: 监狱计分考核罪犯工作规定 第三十六条
  procedure: conduct
  step: review
  organ: prison
caveat: 按最近一次复核计算。
--- */
