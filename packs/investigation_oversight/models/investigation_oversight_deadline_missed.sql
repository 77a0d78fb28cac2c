/* ---
takes: deadline_missed
with:
  what: 立案监督
  cases: 立案监督
  steps: 说明理由、告知控告人、立案、复议撤案通知、复核撤案通知
  articles: 公安机关办理刑事案件程序规定 第一百八十二条, 人民检察院刑事诉讼规则 第五百六十一条, 人民检察院刑事诉讼规则 第五百六十三条, 人民检察院刑事诉讼规则 第五百六十五条
  titles: when 'filing_oversight' then '立案监督'
  watched: (procedure = 'filing_oversight' and step in ('explain', 'inform', 'file', 'withdraw', 'reconsider', 'recheck'))
--- */
