/* ---
takes: steps_in_time
with:
  what: 司法责任追究
  cases: 司法责任追究
  articles: 人民检察院司法责任追究条例 第十四条, 人民检察院司法责任追究条例 第二十七条
  watched: |-
    (procedure = 'accountability' and step in ('file_up', 'review'))
        or (procedure = 'joint_meeting' and step in ('hold'))
--- */
