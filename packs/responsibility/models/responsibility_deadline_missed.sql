/* ---
takes: deadline_missed
with:
  what: 司法责任追究
  cases: 司法责任追究
  steps: 报上一级备案、复核、召开会议、调查、处理申诉、必须履行的事项
  articles: 人民检察院司法责任追究条例 第十四条, 人民检察院司法责任追究条例 第二十七条
  titles: when 'accountability' then '司法责任追究' when 'joint_meeting' then '联席会议' when 'duty_check' then '履职核对'
  watched: |-
    (procedure = 'accountability' and step in ('file_up', 'review', 'inquire', 'appeal'))
        or (procedure = 'joint_meeting' and step in ('hold'))
        or (procedure = 'duty_check' and step in ('do'))
--- */
