/* ---
takes: deadline_missed
with:
  what: 财产性判项
  cases: 财产性判项执行
  steps: 执行法院出具证明、补送财产性判项材料、裁定、审查立案、执行、移送实际执行情况材料、随执行文书移送刑罚执行机关、送达撤销减刑假释的裁定
  articles: 审查财产性判项执行问题的规定 第十三条, 审查财产性判项执行问题的规定 第五条, 刑事诉讼法解释 第五百二十四条, 刑事裁判涉财产部分执行的若干规定 第七条, 刑事裁判涉财产部分执行的若干规定 第三条, 监狱法 第三十一条, 减刑假释案件审理程序的规定 第十八条
  titles: when 'ability' then '财产性判项核实与履行能力认定' when 'fine_remission' then '罚金减免、延期' when 'property_items' then '财产性判项执行' when 'property_papers' then '财产性判项实际执行情况材料移送' when 'ability_later' then '减刑、假释后发现有履行能力的处理'
  watched: |-
    (procedure = 'ability' and step in ('answer', 'supply'))
        or (procedure = 'fine_remission' and step in ('rule'))
        or (procedure = 'property_items' and step in ('docket', 'enforce'))
        or (procedure = 'property_papers' and step in ('send', 'pass_on'))
        or (procedure = 'ability_later' and step in ('service'))
--- */
