/* ---
model: {{name}}
title: {{title}}
grain: 每件与他人{{paper}}雷同的{{paper_title}}一行
purpose: 发现没有逐人{{made}}、照搬他人内容的{{paper_title}}。
logic: >
  同一{{makers}}在规定日数以内{{given}}的两人的{{paper}}，{{parts}}的文字相同的比例（按相邻两字计，标点和空白除外）达到规定的百分比；
  列后{{given}}的一份，与多份雷同的只列最相同的。
source: [{{articles}}]
reads: [case_{{procedure}}]
leaves_out: [低于规定百分比的, {{same_person}}, 文字过短不能比较的, 相隔超过规定日数的, 不同{{other_makers}}的]
parameters:
  percent: {default: 90, unit: 百分之, mark: policy, note: 相同比例达到多少列为雷同}
  days: {default: 180, unit: 日, mark: policy, note: 只与此前多少日内{{given}}的{{paper}}比较}
  least: {default: {{least}}, unit: 字, mark: policy, note: {{least_note}}}
occurrence: [number, other_number]
columns:
  number: 案件编号
  name: 姓名
  {{day}}: {{day_title}}
  other_number: 雷同的案件编号
  other_name: 雷同的对象
  other_on: {{other_day_title}}
  alike: 相同的百分比
level: low
summary: "{name}（{subject}）{{{day}}}{{given}}的{{paper_title}}（案件{number}）与{other_name}{other_on}的{{paper}}（案件{other_number}）相同{alike}%。"
answers: {{answers}}
clears: {{clears}}
demand: {{demand}}
caveat: {{caveat}}
--- */
with papers as (
    select _ref, coalesce({{organs}}, organ, _organ) as maker, coalesce(number, "case") as case_number, subject,
        coalesce(subject_name, '{{whom}}') as name, {{step}}__on as {{day}},
        {{words}} as words
    from case_{{procedure}}
    where {{step}}__outcome = '{{outcome}}' and {{step}}__on <= :as_of
),
compared as (
    select a._ref, a.maker, a.subject, a.case_number, a.name, a.{{day}}, b.case_number as other_number, b.name as other_name, b.{{day}} as other_on,
        law_text_alike(a.words, b.words) as alike
    from papers as a
    join papers as b on b.maker = a.maker and coalesce(b.subject, b.case_number) <> coalesce(a.subject, a.case_number)
        and (b.{{day}} < a.{{day}} or (b.{{day}} = a.{{day}} and b.case_number < a.case_number))
        and date_diff('day', b.{{day}}, a.{{day}}) <= :days
        and length(b.words) between length(a.words) * 0.8 and length(a.words) * 1.25
    where length(a.words) >= :least
),
ranked as (
    select *, row_number() over (partition by case_number order by alike desc, other_on desc, other_number) as place
    from compared
    where alike >= :percent
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, other_number) as occurrence, maker as organ, case_number as number, name, {{day}},
    other_number, other_name, other_on, alike, _ref as evidence
from ranked
where place = 1
