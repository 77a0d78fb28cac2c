/* ---
indicator: reviewer_kappa
title: 评查人一致程度（κ）
grain: 每件有两名评查人建议等次的评查一行
purpose: 衡量两名评查人各自评定等次的一致程度，扣除偶然一致的部分。
logic: 同一单位同一年度审定的评查中，（实际一致比例－偶然一致比例）÷（1－偶然一致比例）；偶然一致比例为各等次上甲、乙各自占比之积的和。
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
leaves_out: [没有登记两名评查人建议等次的]
columns:
  case_no: 案号
  grade_a: 甲建议等次
  grade_b: 乙建议等次
  decided_on: 审定日期
kind: ratio
unit: 件
written_as: times
group_by: organ
better: up
caveat: 目标不低于 0.6 为政策默认；件数少的不宜判断；两人全部评为同一等次时偶然一致为一，没有结果。
--- */
with paired as (
    select coalesce(organ, _organ) as place, strftime(decided_on, '%Y') as in_year, entry, case_no, grade_a, grade_b, decided_on
    from register_review_results
    where grade_a is not null and grade_b is not null and decided_on is not null
),
whole as (
    select place, in_year, count(*) as n from paired group by place, in_year
),
first_share as (
    select p.place, p.in_year, p.grade_a as grade, count(*) * 1.0 / max(w.n) as share
    from paired as p join whole as w on w.place = p.place and w.in_year = p.in_year
    group by p.place, p.in_year, p.grade_a
),
second_share as (
    select p.place, p.in_year, p.grade_b as grade, count(*) * 1.0 / max(w.n) as share
    from paired as p join whole as w on w.place = p.place and w.in_year = p.in_year
    group by p.place, p.in_year, p.grade_b
),
by_chance as (
    select w.place, w.in_year, coalesce(sum(a.share * b.share), 0) as expected
    from whole as w
    left join first_share as a on a.place = w.place and a.in_year = w.in_year
    left join second_share as b on b.place = w.place and b.in_year = w.in_year and b.grade = a.grade
    group by w.place, w.in_year
)
select case when p.grade_a = p.grade_b then 1 else 0 end - c.expected as part_count, 1 - c.expected as whole_count,
    p.case_no as label, p.place as organ, p.decided_on as day, concat('entry:', p.entry) as link, p.case_no, p.grade_a, p.grade_b, p.decided_on
from paired as p
join by_chance as c on c.place = p.place and c.in_year = p.in_year
