/* ---
takes: step_in_time
with:
  title: 向上级机关报备按期率
  cases: 被监督单位报备
  purpose: 被监督单位收到监督文书后是否在五个工作日内报上级机关
  articles: 人民检察院检察建议工作规定 第二十条
  step: file_to_superior
  organ: unit
  procedure: superior_filing
--- */
