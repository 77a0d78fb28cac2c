/* ---
indicator: education_test_pass_rate
title: 教育测试及格率
grain: 每次已有结果的测试一行
purpose: 衡量教育内容是否学会
logic: 已有结果的测试中，首次或者补考及格的比例
source: [社区矫正法 第三十六条]
reads: [register_education_tests]
leaves_out: [待补考的, 成绩更正待复核的]
columns:
  number: 编号
  subject_name: 姓名
  taken_on: 测试日期
  score: 成绩
  second_score: 补考成绩
kind: share
unit: 次
group_by: organ
better: up
caveat: 六十分及格为政策默认
--- */
select state = 'passed' as hit, cast(null as varchar) as link, number as label, organ, taken_on as day, number, subject_name, score, second_score, taken_on
from register_education_tests
where state in ('passed', 'failed_twice', 'talked')
