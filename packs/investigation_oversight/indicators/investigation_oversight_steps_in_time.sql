/* ---
takes: steps_in_time
with:
  what: 立案监督
  cases: 立案监督
  articles: 公安机关办理刑事案件程序规定 第一百八十二条, 人民检察院刑事诉讼规则 第五百六十一条, 人民检察院刑事诉讼规则 第五百六十三条, 人民检察院刑事诉讼规则 第五百六十五条
  watched: (procedure = 'filing_oversight' and step in ('explain', 'inform', 'file', 'withdraw', 'reconsider', 'recheck'))
--- */
