/* ---
facts: release_term
title: 释放所依据的刑期
rule: commutation.assess
source: [监狱法 第五十九条]
takes: sentence_change
--- */
