/* ---
takes: step_in_time
with:
  title: 羁押必要性建议答复率
  cases: 羁押
  purpose: 公安机关、人民法院是否在十日内处理建议并通知检察院
  articles: 刑事诉讼法 第九十五条
  procedure: custody_necessity
  step: answer
  organ: procuratorate
caveat: 按最近一次建议计算。
--- */
