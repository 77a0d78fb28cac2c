/* ---
takes: step_in_time
with:
  title: 移送执行及时率
  cases: 移送
  purpose: 刑事审判部门是否及时移送执行
  articles: 刑事裁判涉财产部分执行的若干规定 第七条
  procedure: property_items
  step: refer
  organ: trial
caveat: 原文为“及时”，三十日为政策默认。
--- */
