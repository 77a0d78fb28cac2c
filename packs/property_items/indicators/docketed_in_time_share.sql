/* ---
takes: step_in_time
with:
  title: 执行立案及时率
  cases: 执行
  purpose: 立案部门是否在七日内立案
  articles: 刑事裁判涉财产部分执行的若干规定 第七条
  procedure: property_items
  step: docket
  organ: trial
caveat: 退回补充的以最近一次移送计算。
--- */
