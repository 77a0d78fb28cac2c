/* ---
model: recidivist_missed
title: 累犯漏认
grain: 每份没有认定累犯的生效判决一行
purpose: 发现应当认定累犯而没有认定的判决。
logic: >
  故意犯罪被判处有期徒刑以上刑罚而没有认定累犯；此人此前因故意犯罪被判处有期徒刑以上刑罚并实际执行，刑期止日后五年以内（含五年届满的当日）再犯；
  前罪和后罪时均已满十八周岁（生日的次日起为满）。
source: [刑法 第六十五条]
reads: [sentences, persons]
leaves_out: [前罪宣告缓刑的, 前罪时不满十八周岁的, 超过五年的, 过失犯罪, 犯罪日期或者出生日期不明的]
occurrence: [judgment_no]
columns:
  name: 姓名
  judgment_no: 后罪案号
  crime_committed_on: 后罪犯罪日期
  earlier_judgment_no: 前罪案号
  earlier_term_end: 前罪刑期止日
  five_years_end: 五年届满之日
level: high
summary: "{name}（{subject}）前罪{earlier_judgment_no}刑期{earlier_term_end}届满，{crime_committed_on}再犯，{judgment_no}没有认定累犯。"
answers: 后罪裁判记录的送数法院：应当审查累犯认定
clears: 前罪已改判或者赦免；前罪刑期因减刑、假释考验期另有止日；身份冒用；特别累犯另行认定
--- */
with birth as (
    select id_number, max(birth_date) as birth_date
    from persons
    group by id_number
),
grave as (
    select s.*, law_months_after(coalesce(b.birth_date, case when s.id_type = 'resident' then cast(concat_ws(
            '-', substr(s.id_number, 7, 4), substr(s.id_number, 11, 2), substr(s.id_number, 13, 2)) as date) end), 216) as eighteenth_birthday
    from sentences as s
    left join birth as b on b.id_number = s.id_number
    where s.penalty in ('fixed', 'life', 'death_reprieve') and coalesce(s.intentional, true)
),
served as (
    select *, law_months_after(term_end, 60) as five_years_end
    from grave
    where coalesce(probation_months, 0) = 0
)
select n.id_number as subject, n.judgment_no as occurrence, n._organ as organ,
    n.name, n.judgment_no, n.crime_committed_on, e.judgment_no as earlier_judgment_no, e.term_end as earlier_term_end, e.five_years_end,
    n._ref as evidence, e._ref as evidence_earlier
from grave as n
join served as e on e.id_number = n.id_number and e.judgment_no <> n.judgment_no
    and e.term_end < n.crime_committed_on and n.crime_committed_on <= e.five_years_end
    and e.crime_committed_on > n.eighteenth_birthday
where not coalesce(n.recidivist, false) and n.crime_committed_on > n.eighteenth_birthday
