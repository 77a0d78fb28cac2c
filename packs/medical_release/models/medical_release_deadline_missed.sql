/* ---
takes: deadline_missed
with:
  what: 暂予监外执行
  cases: 暂予监外执行
  steps: 组织医师诊断检查、诊断鉴别材料抄送检察院、核实居住地、调查评估、征求检察机关意见、审查书面意见副本、向社会公示、调查核实后回复异议、审批决定、送达不予批准决定、评审委员会确认、职务犯罪罪犯案件报备案审查、备案审查、报告执行情况、送达决定书、决定书上网公开、检察院签收决定书、押送并移交社区矫正机构、通报检察院交接情况、审查决定、重新核查、复查病情、办理刑满释放手续、死亡后报告决定机关、决定是否收监、补充收监材料、收监、裁定重新计算刑期、征求人民检察院意见、诊断前通报检察院、病情诊断、妊娠检查、立即保外就医的监所内公告
  articles: 进一步规范暂予监外执行工作的意见 第七条, 进一步规范暂予监外执行工作的意见 第十七条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第一条, 人民检察院刑事诉讼规则 第六百三十条, 进一步规范暂予监外执行工作的意见 第二十条, 监狱法 第四十六条, 进一步规范暂予监外执行工作的意见 第十二条, 进一步规范暂予监外执行工作的意见 第二十一条, 社区矫正法 第二十一条, 进一步规范暂予监外执行工作的意见 第十七条
  titles: when 'medical_release' then '暂予监外执行办理（监狱）' when 'medical_release_court' then '暂予监外执行决定（交付执行前）' when 'medical_release_detention' then '暂予监外执行办理（看守所）'
  watched: |-
    (procedure = 'medical_release' and step in ('organise', 'copy_diagnosis', 'residence', 'ask_procuratorate', 'opinion', 'public_notice', 'answer_objection', 'bureau_decision', 'refusal_service', 'urgent_confirm', 'filing', 'filing_review', 'filing_result', 'service', 'publish', 'receive_decision', 'handover', 'tell_handover', 'objection_review', 'recheck_decision', 'follow', 'release', 'death_notice', 'recall_decision', 'recall_supply', 'take_in', 'recount_ruling', 'tell_procuratorate', 'examine', 'urgent_announce'))
        or (procedure = 'medical_release_court' and step in ('ask_procuratorate', 'answer_objection', 'filing', 'filing_review', 'filing_result', 'service', 'publish', 'receive_decision', 'handover', 'tell_handover', 'objection_review', 'recheck_decision', 'follow', 'release', 'death_notice', 'recall_decision', 'recall_supply', 'take_in', 'recount_ruling', 'examine'))
        or (procedure = 'medical_release_detention' and step in ('organise', 'copy_diagnosis', 'residence', 'ask_procuratorate', 'opinion', 'public_notice', 'answer_objection', 'bureau_decision', 'refusal_service', 'urgent_confirm', 'filing', 'filing_review', 'filing_result', 'service', 'publish', 'receive_decision', 'handover', 'tell_handover', 'objection_review', 'follow', 'release', 'death_notice', 'recall_decision', 'recall_supply', 'take_in', 'recount_ruling', 'tell_procuratorate', 'examine', 'urgent_announce'))
--- */
