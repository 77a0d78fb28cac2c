/* ---
facts: parole
title: 假释所依据的刑罚、考验与财产性判项事实
rule: parole.assess
source: [刑法 第八十一条, 办理减刑假释案件具体应用法律的规定 第二十三条]
takes: sentence_change
--- */
