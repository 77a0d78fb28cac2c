/* ---
takes: steps_in_time
with:
  what: 受案立案
  cases: 接处警和受案立案
  articles: 公安机关办理刑事案件程序规定 第一百七十五条, 公安机关办理刑事案件程序规定 第一百七十八条, 公安机关办理刑事案件程序规定 第一百七十九条, 治安管理处罚法_2025 第一百一十六条, 治安管理处罚法_2025 第一百一十八条
  watched: (procedure = 'incident' and step in ('transfer_out', 'notify_refusal', 'reconsider', 'recheck')) or (procedure = 'public_order_case' and step in ('handle', 'decide', 'serve'))
--- */
