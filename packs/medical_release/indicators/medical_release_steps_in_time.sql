/* ---
takes: steps_in_time
with:
  what: 暂予监外执行
  cases: 暂予监外执行
  articles: 进一步规范暂予监外执行工作的意见 第七条, 进一步规范暂予监外执行工作的意见 第十七条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第一条, 人民检察院刑事诉讼规则 第六百三十条, 进一步规范暂予监外执行工作的意见 第二十条, 监狱法 第四十六条, 进一步规范暂予监外执行工作的意见 第十二条, 进一步规范暂予监外执行工作的意见 第二十一条, 社区矫正法 第二十一条
  watched: |-
    (procedure = 'medical_release' and step in ('organise', 'copy_diagnosis', 'residence', 'ask_procuratorate', 'opinion', 'public_notice', 'answer_objection', 'bureau_decision', 'refusal_service', 'urgent_confirm', 'filing', 'filing_review', 'filing_result', 'service', 'publish', 'receive_decision', 'handover', 'tell_handover', 'objection_review', 'recheck_decision', 'follow', 'release', 'death_notice', 'recall_decision', 'recall_supply', 'take_in', 'recount_ruling'))
        or (procedure = 'medical_release_court' and step in ('ask_procuratorate', 'answer_objection', 'filing', 'filing_review', 'filing_result', 'service', 'publish', 'receive_decision', 'handover', 'tell_handover', 'objection_review', 'recheck_decision', 'follow', 'release', 'death_notice', 'recall_decision', 'recall_supply', 'take_in', 'recount_ruling'))
        or (procedure = 'medical_release_detention' and step in ('organise', 'copy_diagnosis', 'residence', 'ask_procuratorate', 'opinion', 'public_notice', 'answer_objection', 'bureau_decision', 'refusal_service', 'urgent_confirm', 'filing', 'filing_review', 'filing_result', 'service', 'publish', 'receive_decision', 'handover', 'tell_handover', 'objection_review', 'follow', 'release', 'death_notice', 'recall_decision', 'recall_supply', 'take_in', 'recount_ruling'))
--- */
