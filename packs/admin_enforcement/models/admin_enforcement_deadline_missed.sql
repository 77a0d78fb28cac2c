/* ---
takes: deadline_missed
with:
  what: 行政处罚与复议
  cases: 行政处罚和行政复议
  steps: 调查取证、听证通知、处罚决定、送达、受理审查、补正、发送副本、被申请人答复举证、规范性文件、依据的审查、有权机关的处理意见、决定与送达、意见书与纠正报告
  articles: 行政处罚法 第五十四条, 行政处罚法 第六十四条, 行政处罚法 第五十七条, 行政处罚法 第六十一条, 行政复议法 第三十条, 行政复议法 第三十一条, 行政复议法 第四十八条, 行政复议法 第五十一条, 行政复议法 第五十六条, 行政复议法 第六十条, 行政复议法 第六十二条
  titles: when 'penalty' then '行政处罚' when 'reconsideration' then '行政复议'
  watched: |-
    (procedure = 'penalty' and step in ('investigate', 'notify_hearing', 'decide', 'serve'))
        or (procedure = 'reconsideration' and step in ('accept', 'supplement', 'copy', 'answer', 'notify_hearing', 'rule_review', 'rule_answer', 'decide', 'opinion'))
--- */
