/* ---
indicator: recall_in_time_share
title: 收监及时率
grain: 每件决定收监执行的案件一行
purpose: 衡量收监决定作出以后是否在三日内收监。
logic: 收监决定以后期限内收监的，除以已经收监或者期限已过的案件。
source: [社区矫正法 第四十九条, 进一步规范暂予监外执行工作的意见 第十四条]
reads: [case_medical_release, case_medical_release_court, case_medical_release_detention]
leaves_out: [不予收监的, 期限没有届满而尚未收监的]
columns:
  number: 案件编号
  due_on: 应收监日
  taken_on: 收监日期
kind: share
unit: 件
group_by: organ
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
with recalled as (
    select "case", number, coalesce(organ__prison, organ, _organ) as place, take_in__due_on, take_in__on, take_in__taken_on
    from case_medical_release
    union all
    select "case", number, coalesce(organ__prison, organ, _organ), take_in__due_on, take_in__on, take_in__taken_on
    from case_medical_release_detention
    union all
    select "case", number, coalesce(organ__detention_house, organ, _organ), take_in__due_on, take_in__on, take_in__taken_on
    from case_medical_release_court
),
dated as (
    select *, coalesce(take_in__taken_on, take_in__on) as taken_on
    from recalled
)
select coalesce(taken_on <= take_in__due_on, false) as hit, coalesce(number, "case") as label, place as organ, take_in__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, take_in__due_on as due_on, taken_on
from dated
where take_in__due_on is not null and (take_in__on is not null or take_in__due_on < :as_of)
