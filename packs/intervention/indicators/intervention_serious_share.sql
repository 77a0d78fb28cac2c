/* ---
indicator: intervention_serious_share
title: 干预插手占比
grain: 每条过问记录一行
purpose: 区分了解情况、反映问题与干预插手
logic: 期间内的记录中，类别为不当接触交往、领导干部干预、以组织名义提出要求、亲属或者身边人员干预的比例
source: [人民检察院组织法 第四十七条]
reads: [register_interventions]
leaves_out: []
columns:
  category: 类别
  entered_on: 记录日期
kind: share
unit: 条
group_by: organ
better: down
caveat: 只有件数，不载姓名和案件；增加可能是记录更充分
--- */
select category in ('K5', 'K6', 'K7', 'K8') as hit, cast(null as varchar) as link, category as label, organ, entered_on as day, category, entered_on
from register_interventions
