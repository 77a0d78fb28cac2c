/* ---
takes: text_copied
with:
  title: 矫正方案雷同
  paper: 方案
  paper_title: 矫正方案
  made: 制定
  makers: 司法所（没有司法所的为同一矫正机构）
  other_makers: 司法所
  given: 确定
  parts: 监督管理、教育、帮扶三项措施
  articles: 社区矫正法 第二十四条, 社区矫正法实施办法 第二十二条
  procedure: enrolment
  same_person: 同一人调整的方案
  least: 40
  least_note: 三项措施不足多少字的不比较
  day: plan_on
  day_title: 方案确定日期
  other_day_title: 雷同的方案确定日期
  answers: 制定方案的司法所：应当根据本人的性别、年龄、心理特点、健康状况、犯罪原因、悔罪表现等调整
  clears: 两人案情、处境确实相同并已逐人写明理由；同案犯的共同措施
  demand: 重新评估，制定有针对性的矫正方案。
  caveat: 文字相同只说明可能照搬，是否有针对性由人判断。
  organs: organ__office, organ__agency
  whom: 社区矫正对象
  step: plan
  outcome: approved
  words: |-
    concat(coalesce(cast(plan__supervision_measures as varchar), ''), coalesce(cast(plan__education_measures as varchar), ''),
            coalesce(cast(plan__assistance_measures as varchar), ''))
--- */
