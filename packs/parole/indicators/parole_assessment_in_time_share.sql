/* ---
indicator: parole_assessment_in_time_share
title: 假释调查评估按期率
grain: 每次材料齐全的委托调查一行（最近一次）
purpose: 衡量社区矫正机构是否在十个工作日内出具调查评估意见。
logic: 期限最后一日以前（含当日）出具的，除以已经出具的与期限已过仍未出具的之和。
source: [社区矫正法实施办法 第十四条]
reads: [case_parole, case_parole_detention]
leaves_out: [材料没有齐全的, 尚未到期且没有出具的, 无法调查而退回的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 出具日期
kind: share
unit: 件
group_by: organ
better: up
--- */
with proposed as (
    select "case", number, organ, _organ, organ__corrections_agency, investigate__on, investigate__due_on
    from case_parole
    union all
    select "case", number, organ, _organ, organ__corrections_agency, investigate__on, investigate__due_on
    from case_parole_detention
)
select investigate__on is not null and investigate__on <= investigate__due_on as hit, coalesce(number, "case") as label, coalesce(organ__corrections_agency, organ, _organ) as organ, investigate__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, investigate__due_on as due_on, investigate__on as done_on
from proposed
where investigate__due_on is not null and (investigate__on is not null or investigate__due_on < :as_of)
