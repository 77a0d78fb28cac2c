/* ---
model: plan_copied
title: 矫正方案雷同
grain: 每件与他人方案雷同的矫正方案一行
purpose: 发现没有逐人制定、照搬他人内容的矫正方案。
logic: >
  同一司法所（没有司法所的为同一矫正机构）在规定日数以内确定的两人的方案，监督管理、教育、帮扶三项措施的文字相同的比例（按相邻两字计，标点和空白除外）达到规定的百分比；
  列后确定的一份，与多份雷同的只列最相同的。
source: [社区矫正法 第二十四条, 社区矫正法实施办法 第二十二条]
reads: [case_enrolment]
leaves_out: [低于规定百分比的, 同一人调整的方案, 文字过短不能比较的, 相隔超过规定日数的, 不同司法所的]
parameters:
  percent: {default: 90, unit: 百分之, mark: policy, note: 相同比例达到多少列为雷同}
  days: {default: 180, unit: 日, mark: policy, note: 只与此前多少日内确定的方案比较}
  least: {default: 40, unit: 字, mark: policy, note: 三项措施不足多少字的不比较}
occurrence: [number, other_number]
columns:
  number: 案件编号
  name: 姓名
  plan_on: 方案确定日期
  other_number: 雷同的案件编号
  other_name: 雷同的对象
  other_on: 雷同的方案确定日期
  alike: 相同的百分比
level: low
summary: "{name}（{subject}）{plan_on}确定的矫正方案（案件{number}）与{other_name}{other_on}的方案（案件{other_number}）相同{alike}%。"
answers: 制定方案的司法所：应当根据本人的性别、年龄、心理特点、健康状况、犯罪原因、悔罪表现等调整
clears: 两人案情、处境确实相同并已逐人写明理由；同案犯的共同措施
demand: 重新评估，制定有针对性的矫正方案。
caveat: 文字相同只说明可能照搬，是否有针对性由人判断。
--- */
with plans as (
    select _ref, _organ, coalesce(organ__office, organ__agency, organ, _organ) as office, coalesce(number, "case") as case_number, subject,
        coalesce(subject_name, '社区矫正对象') as name, plan__on as plan_on,
        concat(coalesce(cast(plan__supervision_measures as varchar), ''), coalesce(cast(plan__education_measures as varchar), ''),
            coalesce(cast(plan__assistance_measures as varchar), '')) as measures
    from case_enrolment
    where plan__outcome = 'approved' and plan__on <= :as_of
),
compared as (
    select a._ref, a.office, a.subject, a.case_number, a.name, a.plan_on, b.case_number as other_number, b.name as other_name, b.plan_on as other_on,
        law_text_alike(a.measures, b.measures) as alike
    from plans as a
    join plans as b on b.office = a.office and coalesce(b.subject, b.case_number) <> coalesce(a.subject, a.case_number)
        and (b.plan_on < a.plan_on or (b.plan_on = a.plan_on and b.case_number < a.case_number))
        and date_diff('day', b.plan_on, a.plan_on) <= :days
        and length(b.measures) between length(a.measures) * 0.8 and length(a.measures) * 1.25
    where length(a.measures) >= :least
),
ranked as (
    select *, row_number() over (partition by case_number order by alike desc, other_on desc, other_number) as place
    from compared
    where alike >= :percent
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, other_number) as occurrence, office as organ, case_number as number, name, plan_on,
    other_number, other_name, other_on, alike, _ref as evidence
from ranked
where place = 1
