/* ---
indicator: reward_penalty_copied_share
title: 奖惩决定三个工作日内抄送率
grain: 每件表扬、训诫、警告一行
purpose: 衡量奖惩书面决定是否抄送检察院。
logic: 决定后三个工作日内抄送的，除以已决定的（尚未到期的除外）。
source: [社区矫正法实施办法 第三十二条]
reads: [case_breach, case_praise]
leaves_out: [尚未到期的, 提请撤销、收监和治安处罚的]
columns:
  number: 案件编号
  kind: 种类
  decided_on: 决定日期
  copied_on: 抄送日期
kind: share
unit: 件
group_by: kind
better: up
caveat: 抄送是法定的，三个工作日为默认值。
--- */
with decided as (
    select "case", _organ, coalesce(organ__agency, organ) as answering, number, chief__outcome as kind, chief__on as decided_on, serve__copied_on as copied_on
    from case_breach where chief__outcome in ('admonition', 'warning')
    union all
    select "case", _organ, coalesce(organ__agency, organ), number, 'praise', decide__on, serve__copied_on
    from case_praise where decide__outcome = 'praised'
)
select copied_on is not null and copied_on <= law_add_working_days(decided_on, 3) as hit, coalesce(number, "case") as label, coalesce(answering, _organ) as organ,
    decided_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    case kind when 'admonition' then '训诫' when 'warning' then '警告' else '表扬' end as kind, decided_on, copied_on
from decided
where copied_on is not null or law_add_working_days(decided_on, 3) < :as_of
