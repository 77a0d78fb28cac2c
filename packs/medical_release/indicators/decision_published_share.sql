/* ---
indicator: decision_published_share
title: 暂予监外执行决定书公开率
grain: 每份应当上网公开的决定一行
purpose: 衡量决定书是否在十个工作日内上网公开。
logic: 公开期限内已经上网公开的，除以已经公开的与期限已过仍未公开的。
source: [进一步规范暂予监外执行工作的意见 第二十一条]
reads: [case_medical_release, case_medical_release_court, case_medical_release_detention]
leaves_out: [依法不公开的, 期限未到而没有公开的]
columns:
  number: 案件编号
  due_on: 应公开日
  published_on: 公开日期
kind: share
unit: 份
group_by: organ
better: up
target: {value: 1, policy: 除依法不公开的以外应当公开}
--- */
with decided as (
    select "case", number, coalesce(organ__bureau, organ, _organ) as place, publish__outcome, publish__due_on, publish__published_on, publish__on
    from case_medical_release
    union all
    select "case", number, coalesce(organ__bureau, organ, _organ), publish__outcome, publish__due_on, publish__published_on, publish__on
    from case_medical_release_detention
    union all
    select "case", number, coalesce(organ__court, organ, _organ), publish__outcome, publish__due_on, publish__published_on, publish__on
    from case_medical_release_court
),
dated as (
    select *, case when publish__outcome = 'done' then coalesce(publish__published_on, publish__on) end as published_on
    from decided
)
select coalesce(published_on <= publish__due_on, false) as hit, coalesce(number, "case") as label, place as organ, publish__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, publish__due_on as due_on, published_on
from dated
where publish__due_on is not null and coalesce(publish__outcome, '') <> 'not_public' and (published_on is not null or publish__due_on < :as_of)
