/* ---
takes: text_copied
with:
  title: 调查评估意见雷同
  paper: 意见
  paper_title: 评估意见
  made: 调查
  makers: 社区矫正机构
  other_makers: 社区矫正机构
  given: 签发
  parts: 居所、家庭、犯罪影响、各方意见、社会危险性和社区影响六部分
  articles: 社区矫正法 第十八条, 社区矫正法实施办法 第十四条
  procedure: investigation
  same_person: 同一人再次评估的
  least: 80
  least_note: 六部分合计不足多少字的不比较
  day: signed_on
  day_title: 签发日期
  other_day_title: 雷同意见的签发日期
  answers: 出具意见的社区矫正机构：应当说明是否逐人调查
  clears: 同案犯、同一住所的人员情况确实相同并已逐人写明
  demand: 核对询问、走访记录，内容不实的重新调查评估并告知委托机关。
  caveat: 文字相同只说明可能照搬，是否逐人调查由人判断。
  organs: organ__agency
  whom: 被调查人
  step: sign
  outcome: sent
  words: |-
    concat(coalesce(cast(sign__home as varchar), ''), coalesce(cast(sign__family as varchar), ''), coalesce(cast(sign__effect_of_crime as varchar), ''),
            coalesce(cast(sign__views as varchar), ''), coalesce(cast(sign__danger_text as varchar), ''), coalesce(cast(sign__community_effect as varchar), ''))
--- */
