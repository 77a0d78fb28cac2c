/* ---
takes: deadline_missed
with:
  what: 释放和提请处理错误裁判
  cases: 刑满、赦免释放和提请处理可能有错误的裁判
  steps: 出监教育和评估、释放、按更正后的届满日释放、宣告无罪后立即释放、将处理结果通知监狱
  articles: 监狱法 第五十八条, 监狱法 第五十九条, 监狱法 第四十二条
  titles: when 'prison_release' then '刑满、赦免释放' when 'doubted_judgment' then '提请处理可能有错误的裁判'
  watched: |-
    (procedure = 'prison_release' and step in ('educate', 'release', 'release_now', 'release_acquitted'))
        or (procedure = 'doubted_judgment' and step in ('answer'))
--- */
