/* ---
takes: deadline_missed
with:
  what: 社区矫正
  cases: 社区矫正
  steps: 裁定、通知执行地、送达法律文书、核对文书、补齐文书、报到、查找未报到人员（漏管）、决定、收监、书面鉴定与安置帮教衔接、未成年对象犯罪记录封存、征求新执行地意见、新执行地回复、告知不同意变更、移交档案、新执行地签收、原执行地查找、决定逮捕、审查裁定、不予撤销，释放被逮捕人、送交执行、解除、补送法律文书、外出申请的核实、接收罪犯档案并通报、死亡的报告和书面通知
  articles: 社区矫正法 第三十三条, 社区矫正法 第二十条, 社区矫正法实施办法 第十六条, 社区矫正法 第二十一条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十二条, 社区矫正法 第四十九条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十八条, 社区矫正法实施办法 第五十三条, 社区矫正法实施办法 第三十条, 社区矫正法实施办法 第五十二条, 暂予监外执行规定 第二十八条
  titles: when 'commute' then '社区矫正对象减刑' when 'enrolment' then '接收入矫' when 'expulsion' then '附加驱逐出境的衔接' when 'measure_notice' then '矫正对象被限制人身自由的通报' when 'new_judgment' then '新罪、漏罪判决的通知与终止' when 'recall' then '收监执行' when 'release' then '期满解矫' when 'relocation' then '执行地变更' when 'revocation' then '撤销缓刑、撤销假释' when 'tag' then '使用电子定位装置' when 'leave' then '外出审批' when 'death' then '社区矫正对象死亡'
  watched: |-
    (procedure = 'commute' and step in ('court'))
        or (procedure = 'enrolment' and step in ('notice', 'documents', 'check', 'supplement', 'arrival', 'search', 'supply'))
        or (procedure = 'expulsion' and step in ('identity', 'papers', 'hand_over'))
        or (procedure = 'measure_notice' and step in ('notify'))
        or (procedure = 'new_judgment' and step in ('notify'))
        or (procedure = 'recall' and step in ('decide', 'supplement', 'commit'))
        or (procedure = 'release' and step in ('appraise', 'seal'))
        or (procedure = 'relocation' and step in ('consult', 'reply', 'tell_refusal', 'hand_over', 'receive', 'search', 'archive'))
        or (procedure = 'revocation' and step in ('arrest', 'court', 'release', 'commit'))
        or (procedure = 'tag' and step in ('lift'))
        or (procedure = 'leave' and step in ('office'))
        or (procedure = 'death' and step in ('report', 'notify'))
--- */
