/* ---
takes: step_in_time
with:
  title: 儿童移送按期率
  cases: 儿童
  purpose: 发现机关是否在五个工作日内移送户籍地乡镇
  articles: 未成年人保护法 第四十三条
  procedure: child_protection
  step: refer
  organ: finder
caveat: 五个工作日为政策默认。
--- */
