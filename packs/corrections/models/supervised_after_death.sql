/* ---
model: supervised_after_death
title: 死亡后仍在矫在册
grain: 每件社区矫正一行
purpose: 发现社区矫正对象死亡后没有终止社区矫正的情况。
logic: 死亡日期早于核查日超过规定日数，社区矫正没有解矫日期，也没有终止原因。
source: [社区矫正法 第四十五条, 社区矫正法 第五十一条]
reads: [corrections_cases, persons]
leaves_out: [姓名相同而号码不同的, 死亡未超过规定日数的]
parameters:
  days:
    default: 10
    unit: 日
    mark: policy
    note: 终止矫正的核查口径
occurrence: [person_no]
columns:
  name: 姓名
  person_no: 矫正对象编号
  died_on: 死亡日期
  days_since: 死亡至核查日的日数
level: medium
summary: "{name}（{subject}）{died_on}死亡，{days_since}日后矫正记录{person_no}仍未终止。"
answers: 社区矫正记录的送数机关：应当终止并通知有关机关
clears: 死亡记录的身份号码有误；死亡日期录入有误
--- */
select c.id_number as subject, c.person_no as occurrence, c._organ as organ,
    c.name, c.person_no, p.died_on, date_diff('day', p.died_on, :as_of) as days_since, c._ref as evidence, p._ref as evidence_person
from corrections_cases as c
join persons as p on p.id_number = c.id_number
where date_diff('day', p.died_on, :as_of) > :days and c.released_on is null and c.end_reason is null
