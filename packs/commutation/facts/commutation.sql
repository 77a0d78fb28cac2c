/* ---
facts: commutation
title: 减刑所依据的刑罚、考验与财产性判项事实
rule: commutation.assess
source: [刑法 第七十八条, 办理减刑假释案件具体应用法律的规定 第六条]
takes: sentence_change
--- */
