/* ---
takes: steps_in_time
with:
  what: 行政处罚与复议
  cases: 行政处罚和行政复议
  articles: 行政处罚法 第五十四条, 行政处罚法 第六十四条, 行政处罚法 第五十七条, 行政处罚法 第六十一条, 行政复议法 第三十条, 行政复议法 第三十一条, 行政复议法 第四十八条, 行政复议法 第五十一条, 行政复议法 第五十六条, 行政复议法 第六十条, 行政复议法 第六十二条
  watched: |-
    (procedure = 'penalty' and step in ('investigate', 'notify_hearing', 'decide', 'serve'))
        or (procedure = 'reconsideration' and step in ('accept', 'supplement', 'copy', 'answer', 'notify_hearing', 'rule_review', 'rule_answer', 'decide', 'opinion'))
--- */
