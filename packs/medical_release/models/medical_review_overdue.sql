/* ---
model: medical_review_overdue
title: 暂予监外执行复查逾期或情形消失未收监
grain: 每份暂予监外执行决定的一种情形一行
purpose: 发现病情复查逾期、哺乳期届满或者期限届满而没有收监的人员。
logic: >
  未收监、未死亡、核查日未过本人实刑判决最后的刑期止日，并且：因严重疾病而距最近复查（没有的为起日）超过三个月；因哺乳而婴儿已满一周岁；或者止日已过。
source: [刑事诉讼法 第二百六十五条, 刑事诉讼法 第二百六十八条, 刑事诉讼法解释 第五百一十六条, 社区矫正法实施办法 第二十四条]
reads: [medical_releases, sentences, persons]
leaves_out: [刑期已届满的, 在最后一日复查的, 婴儿满一周岁当日的, 已收监或者已死亡的]
occurrence: [decision_no, reason]
columns:
  name: 姓名
  decision_no: 决定书号
  ground: 暂予监外执行的情形
  reason: 线索情形
  reason_zh: 线索情形（中文）
  counted_from: 起算日
  due_on: 应当复查或者收监的日期
duty: due_on
spoken:
  reason: {review: 复查逾期, nursing_ended: 哺乳期届满, expired: 期限届满}
level: high
summary: "{name}（{subject}）依{decision_no}暂予监外执行，{reason_zh}（应于{due_on}前办理）。"
answers: 决定的送数机关：应当组织复查或者决定收监
clears: 复查日期未录入；怀孕或者病情的新决定已接续；刑期经减刑已届满
--- */
with last_end as (
    select id_number, max(coalesce(term_end, case when penalty in ('life', 'death_reprieve') then date '9999-12-31' end)) as ends_on
    from sentences
    where penalty in ('fixed', 'detention', 'life', 'death_reprieve') and coalesce(probation_months, 0) = 0
    group by id_number
),
outside as (
    select m.*, coalesce(m.last_review_on, m.from_date) as reviewed_on
    from medical_releases as m
    left join last_end as e on e.id_number = m.id_number
    where m.recalled_on is null and (e.ends_on is null or e.ends_on >= :as_of)
        and not exists (select 1 from persons as p where p.id_number = m.id_number and p.died_on is not null)
),
found as (
    select _ref, 'review' as reason, '复查逾期' as reason_zh, reviewed_on as counted_from, law_medical_review_due(reviewed_on) as due_on
    from outside
    where ground = 'illness'
    union all
    select _ref, 'nursing_ended', '婴儿已满一周岁', child_birth_date, law_months_after(child_birth_date, 12)
    from outside
    where ground = 'nursing'
    union all
    select _ref, 'expired', '期限届满未收监', from_date, to_date
    from outside
)
select o.id_number as subject, concat_ws('|', o.decision_no, f.reason) as occurrence, o._organ as organ,
    o.name, o.decision_no, o.ground, f.reason, f.reason_zh, f.counted_from, f.due_on, o._ref as evidence
from found as f
join outside as o on o._ref = f._ref
where :as_of > f.due_on
