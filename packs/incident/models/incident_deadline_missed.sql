/* ---
takes: deadline_missed
with:
  what: 受案立案
  cases: 接处警和受案立案
  steps: 移送有管辖权机关、送达不予立案通知书、复议、复核，治安案件调查办理、处理决定、宣告送达、期满解除行政拘留、立案审查
  articles: 公安机关办理刑事案件程序规定 第一百七十五条, 公安机关办理刑事案件程序规定 第一百七十八条, 公安机关办理刑事案件程序规定 第一百七十九条, 治安管理处罚法_2025 第一百一十六条, 治安管理处罚法_2025 第一百二十二条, 治安管理处罚法_2025 第一百一十八条, 治安管理处罚法_2025 第九十条
  titles: when 'incident' then '接处警' when 'public_order_case' then '治安案件办理'
  watched: |-
    (procedure = 'incident' and step in ('transfer_out', 'notify_refusal', 'reconsider', 'recheck', 'examine'))
        or (procedure = 'public_order_case' and step in ('handle', 'decide', 'serve', 'release'))
--- */
