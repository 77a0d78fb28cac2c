/* ---
takes: steps_in_time
with:
  what: 财产性判项
  cases: 财产性判项执行
  articles: 审查财产性判项执行问题的规定 第十三条, 审查财产性判项执行问题的规定 第五条, 刑事诉讼法解释 第五百二十四条, 刑事裁判涉财产部分执行的若干规定 第七条, 刑事裁判涉财产部分执行的若干规定 第三条, 监狱法 第三十一条, 减刑假释案件审理程序的规定 第十八条
  watched: |-
    (procedure = 'ability' and step in ('answer', 'supply'))
        or (procedure = 'fine_remission' and step in ('rule'))
        or (procedure = 'property_items' and step in ('docket', 'enforce'))
        or (procedure = 'property_papers' and step in ('send', 'pass_on'))
        or (procedure = 'ability_later' and step in ('service'))
--- */
