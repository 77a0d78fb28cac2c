/* ---
takes: deadline_missed
with:
  what: 罪犯申诉控告和计分复查
  cases: 罪犯申诉、控告、检举的处理和计分考核复查复核
  steps: 监狱自行处理、转递、告知转递、计分考核工作小组复查、计分考核工作组复核
  articles: 监狱法 第四十条, 监狱法 第四十一条, 监狱计分考核罪犯工作规定 第三十六条
  titles: when 'prison_complaint' then '罪犯申诉、控告、检举的处理与转递' when 'score_objection' then '罪犯对计分考核的复查复核'
  watched: |-
    (procedure = 'prison_complaint' and step in ('handle', 'forward', 'tell_forwarded'))
        or (procedure = 'score_objection' and step in ('recheck', 'review'))
--- */
