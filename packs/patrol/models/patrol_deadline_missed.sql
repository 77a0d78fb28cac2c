/* ---
takes: deadline_missed
with:
  what: 巡回检察
  cases: 巡回检察
  steps: 书面告知、反馈、复查异议、整改专项督办
  articles: 人民检察院巡回检察工作规定 第二十九条, 人民检察院巡回检察工作规定 第三十五条, 人民检察院巡回检察工作规定 第三十八条, 人民检察院巡回检察工作规定 第四十条
  titles: when 'patrol' then '巡回检察'
  watched: (procedure = 'patrol' and step in ('notify', 'feedback', 'review', 'follow_up'))
--- */
