/* ---
indicator: labour_over_time_share
title: 劳动超时率
grain: 每监区每个已核对的周一行
purpose: 衡量超时、无休息日等违反工时规定的周所占比例。
logic: 登记有违反之处的周，除以已经核对、记录满四日的周。
source: [监狱法_2026 第一百零三条]
reads: [register_labour_weeks]
leaves_out: [记录不满四日的, 没有核对的]
columns:
  ward: 监区
  monday: 周一
  codes: 违反之处
kind: share
unit: 周
group_by: organ
better: down
--- */
select array_length(codes) > 0 as hit, concat(ward, ' ', cast(monday as varchar)) as label, coalesce(organ, _organ) as organ, monday as day, cast(null as varchar) as link, ward, monday, codes
from register_labour_weeks
where state in ('clean', 'found') and recorded >= 4
