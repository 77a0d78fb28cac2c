/* ---
model: review_too_mild
title: 评查流于形式
grain: 每名评查人或者每个单位一行
purpose: 提示评查人连续多件没有认定任何问题，以及一个单位优秀等次比例过高，防止好人主义评查。
logic: >
  评查人最近审定的规定件数（作为评查人甲或者乙）全部没有认定评查项、等次均为优秀或者合格的；
  一个单位最近十二个月审定的评查达到规定件数，优秀等次所占比例超过规定百分比的。
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results]
leaves_out: [评查件数不足的, 最近一段评查中有一件认定了问题或者等次为瑕疵、不合格的, 优秀比例恰为规定百分比的, 没有登记评查人的]
parameters:
  in_row: {default: 30, unit: 件, mark: policy, note: 评查人连续多少件没有问题即提示}
  excellent_percent: {default: 40, unit: "%", mark: policy, note: 优秀等次超过多少即提示}
  least: {default: 10, unit: 件, mark: policy, note: 一个单位十二个月内审定不少于多少件才计算优秀比例}
occurrence: [finding, who, last_on]
columns:
  who: 评查人，优秀比例过高的为单位
  finding: 问题（代码）
  finding_zh: 问题
  cases: 评查件数
  excellent: 其中优秀件数
  last_on: 最近一件审定日期
level: low
summary: "{who}：{finding_zh}（评查{cases}件，优秀{excellent}件，最近一件{last_on}审定）。"
answers: 案件管理部门：应当抽查核实评查是否实质进行
clears: 被评查案件确无问题，经抽查核实；评查的是同一批简单案件
caveat: 只作提示，不作为评价评查人或者单位的依据，不得排名。
--- */
with settled as (
    select _ref, entry, coalesce(organ, _organ) as place, case_no, grade, decided_on, reviewer_a, reviewer_b, coalesce(array_length(items), 0) as found
    from register_review_results
    where decided_on is not null and decided_on <= :as_of
),
by_reviewer as (
    select *, reviewer_a as who from settled where reviewer_a is not null
    union all
    select *, reviewer_b as who from settled where reviewer_b is not null and reviewer_b is distinct from reviewer_a
),
newest as (
    select *, row_number() over (partition by place, who order by decided_on desc, entry desc) as place_in_row from by_reviewer
),
silent as (
    select max(_ref) as _ref, place, who, count(*) as cases, count(*) filter (where grade = 'excellent') as excellent, max(decided_on) as last_on
    from newest
    where place_in_row <= :in_row
    group by place, who
    having count(*) = :in_row and max(found) = 0 and count(*) filter (where grade in ('flawed', 'unqualified')) = 0
),
praised as (
    select max(_ref) as _ref, place, count(*) as cases, count(*) filter (where grade = 'excellent') as excellent, max(decided_on) as last_on
    from settled
    where decided_on > law_months_after(:as_of, -12)
    group by place
    having count(*) >= :least and count(*) filter (where grade = 'excellent') * 100 > :excellent_percent * count(*)
)
select who as subject, concat_ws('|', 'no_finding', who, cast(last_on as varchar)) as occurrence, place as organ, who, 'no_finding' as finding,
    '连续评查没有认定任何问题' as finding_zh, cast(cases as bigint) as cases, cast(excellent as bigint) as excellent, last_on, _ref as evidence
from silent
union all
select place, concat_ws('|', 'excellent', place, cast(last_on as varchar)), place, place, 'excellent', '优秀等次比例过高', cast(cases as bigint), cast(excellent as bigint),
    last_on, _ref
from praised
