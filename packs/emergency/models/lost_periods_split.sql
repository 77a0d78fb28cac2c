/* ---
model: lost_periods_split
title: 失联日数被拆分
grain: 每人每次查找一行
purpose: 发现把连续失联拆成几段，使每段不到四十八小时、不超过十日，从而不认定脱管或者只予训诫的。
logic: >
  同一人前后两次失联查找，后一次的起算日距前一次查找到之日不超过规定日数；两次各自没有认定脱管而合计超过四十八小时的，或者各自不超过十日而合计超过十日的。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十三条, 社区矫正法实施办法 第三十四条, 社区矫正法实施办法 第三十五条]
reads: [case_lost_search]
leaves_out: [相隔超过规定日数的, 前一次有正当理由的, 各自已经超过十日的, 合计恰好十日的, 已认定脱管且合计不超过十日的]
parameters:
  apart: {default: 3, unit: 日, mark: policy, note: 前一次查找到之日与后一次起算日相隔多少日内视为可能拆分}
occurrence: [number, finding]
columns:
  number: 案件编号
  other_number: 前一次查找的案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  days: 两次合计日数
level: medium
summary: "{name}（{subject}）案件{number}与前一次{other_number}相隔很近，{finding_zh}（合计{days}日）。"
answers: 执行地司法所、社区矫正机构：应当说明前一次查找到的证据
clears: 前一次确已查找到并有本人陈述、照片等证据；两次原因各不相同
demand: 调取前一次查找到的证据，确属连续失联的合并计算日数，依法认定和处理。
--- */
with searched as (
    select *, coalesce(number, "case") as case_number, coalesce(organ__agency, organ__office, organ, _organ) as answering,
        cast(found__found_at as date) as back_on, coalesce(register__outcome, '') = 'registered' as registered,
        date_diff('day', opening__absent_from, cast(found__found_at as date)) as days_away
    from case_lost_search
    where subject is not null and opening__absent_from is not null and found__outcome = 'found' and coalesce(settle__outcome, '') <> 'excused'
),
near as (
    select b.*, a.case_number as other_number, a.registered as other_registered, a.days_away as other_days,
        (epoch(b.found__found_at) - epoch(b.opening__last_contact_at) + epoch(a.found__found_at) - epoch(a.opening__last_contact_at)) / 3600.0 as hours
    from searched as a
    join searched as b on b.subject = a.subject and b.case_number <> a.case_number
        and b.opening__absent_from >= a.back_on and date_diff('day', a.back_on, b.opening__absent_from) <= :apart
),
found as (
    select *, 'over_ten_days' as finding, '各自不超过十日，合计超过十日' as finding_zh
    from near
    where days_away <= 10 and other_days <= 10 and days_away + other_days > 10
    union all
    select *, 'under_48_hours', '各自没有认定脱管，合计超过四十八小时'
    from near
    where not registered and not other_registered and hours > 48 and days_away + other_days <= 10
)
select subject, concat_ws('|', case_number, finding) as occurrence, answering as organ, case_number as number, other_number, finding, finding_zh,
    coalesce(subject_name, '社区矫正对象') as name, days_away + other_days as days, _ref as evidence
from found
