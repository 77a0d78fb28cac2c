/* ---
indicator: case_item_ratio
title: 案-件比
grain: 每件受理的案和每次增加的办案活动一行
purpose: 看一个案经过几个检察环节；分析用，不考核、不排名。
logic: 期间内受理的案（同一案的批捕、起诉只计一次）加上期间内发生的十六项办案活动，除以受理的案，写作一比若干。
source: [人民检察院组织法 第二十一条]
reads: [register_quality_cases]
leaves_out: [同一案再次受理的, 已经撤销登记的]
columns:
  case_no: 案号
  activity: 活动
kind: ratio
unit: 件
written_as: one_to
group_by: organ
better: down
caveat: 二〇二四年十月起不再作为考核指标（二手资料）；须与不起诉率、改判率、补充侦查质量一并看，应当办理而没有办理的活动会使数字好看。
--- */
with counted as (
    select *, activity in ('arrest', 'prosecution') as is_base,
        row_number() over (partition by organ, case_no, activity in ('arrest', 'prosecution') order by happened_on, number) as place
    from register_quality_cases
    where state = 'recorded'
)
select 1 as part_count, case when is_base then 1 else 0 end as whole_count, case_no as label, coalesce(organ, _organ) as organ, happened_on as day,
    concat('entry:', entry) as link, case_no, activity
from counted
where not is_base or place = 1
