/* ---
takes: steps_in_time
with:
  what: 巡回检察
  cases: 巡回检察
  articles: 人民检察院巡回检察工作规定 第二十九条, 人民检察院巡回检察工作规定 第三十五条, 人民检察院巡回检察工作规定 第三十八条, 人民检察院巡回检察工作规定 第四十条
  watched: (procedure = 'patrol' and step in ('notify', 'feedback', 'review', 'follow_up'))
--- */
