/* ---
facts: commutation
title: 减刑条件的事实
rule: commutation.assess
source: [刑法 第七十八条]
reads: [sentences]
columns: {sentence.months: 刑期, evidence: 依据的记录}
--- */
SELECT term_months AS "sentence.months", _ref AS evidence FROM sentences WHERE id_number = :id_number
