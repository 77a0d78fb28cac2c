/* ---
takes: steps_in_time
with:
  what: 社区矫正
  cases: 社区矫正
  articles: 社区矫正法 第三十三条, 社区矫正法 第二十条, 社区矫正法实施办法 第十六条, 社区矫正法 第二十一条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十二条, 社区矫正法 第四十九条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十八条, 社区矫正法实施办法 第五十三条, 社区矫正法实施办法 第三十条
  watched: |-
    (procedure = 'commute' and step in ('court'))
        or (procedure = 'enrolment' and step in ('notice', 'documents', 'check', 'supplement', 'arrival', 'search'))
        or (procedure = 'expulsion' and step in ('identity', 'papers', 'hand_over'))
        or (procedure = 'measure_notice' and step in ('notify'))
        or (procedure = 'new_judgment' and step in ('notify'))
        or (procedure = 'recall' and step in ('decide', 'supplement', 'commit'))
        or (procedure = 'release' and step in ('appraise', 'seal'))
        or (procedure = 'relocation' and step in ('consult', 'reply', 'tell_refusal', 'hand_over', 'receive', 'search'))
        or (procedure = 'revocation' and step in ('arrest', 'court', 'release', 'commit'))
        or (procedure = 'tag' and step in ('lift'))
--- */
