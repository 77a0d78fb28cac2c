/* ---
model: undelivered_sentence
title: 判处实刑未交付执行
grain: 每份判处实刑的生效判决一行
purpose: 发现判决生效后无人收押、也没有决定暂予监外执行的罪犯。
logic: >
  判处有期徒刑、拘役、无期徒刑或者死刑缓期二年执行且未宣告缓刑，生效至核查日超过规定日数；生效之后没有任何一日在押，裁判之后没有暂予监外执行决定，
  没有死亡记录，且余刑没有被先行羁押折抵完毕。
source: [刑事诉讼法 第二百六十四条, 刑事诉讼法解释 第五百一十一条, 公安规定 第三百条, 人民检察院刑事诉讼规则 第六百二十五条]
reads: [sentences, custody_records, medical_releases, persons]
leaves_out:
  - 生效后曾在押一日以上的
  - 裁判之后决定暂予监外执行的
  - 已死亡的
  - 判决生效时刑期已因先行羁押届满的
parameters:
  days:
    default: 40
    unit: 日
    mark: law
    note: 法院十日内送达执行文书（刑诉法解释第五百一十一条），公安机关收到后一个月内送交（公安规定第三百条），合计四十日
occurrence: [judgment_no]
columns:
  name: 姓名
  judgment_no: 案号
  penalty: 主刑
  effective_on: 判决生效日期
  days_since: 生效至核查日的日数
level: high
summary: "{name}（{subject}）经{judgment_no}判处实刑，{effective_on}生效后{days_since}日仍无收押记录。"
answers: 裁判记录的送数法院：应当说明执行文书的送达和罪犯去向
clears: 在外省或者以其他证件收押；收押记录迟报；已决定暂予监外执行而决定未报送
demand: 立即将罪犯依法交付执行，补送有关法律文书。
--- */
with imposed as (
    select *, coalesce(term_months, 0) as months, coalesce(term_days, 0) as days
    from sentences
    where penalty in ('fixed', 'detention', 'life', 'death_reprieve') and coalesce(probation_months, 0) = 0
        and date_diff('day', effective_on, :as_of) > :days
),
left_to_serve as (
    select *
    from imposed
    where case
        when penalty in ('life', 'death_reprieve') then true
        when term_end is not null then term_end > effective_on
        when months + days = 0 then true
        when term_start is not null then law_term_end(term_start, months, days, coalesce(custody_days, 0)) > effective_on
        else coalesce(custody_days, 0) < date_diff('day', effective_on, law_term_after(effective_on, months, days))
    end
)
select s.id_number as subject, s.judgment_no as occurrence, s._organ as organ,
    s.name, s.judgment_no, s.penalty, s.effective_on, date_diff('day', s.effective_on, :as_of) as days_since, s._ref as evidence
from left_to_serve as s
where not exists (
        select 1 from custody_records as c
        where c.id_number = s.id_number and c.admitted_on <= :as_of and (c.released_on is null or c.released_on > s.effective_on)
    )
    and not exists (
        select 1 from medical_releases as m
        where m.id_number = s.id_number and (m.decided_on >= s.judged_on or m.from_date >= s.judged_on)
    )
    and not exists (select 1 from persons as p where p.id_number = s.id_number and p.died_on is not null)
