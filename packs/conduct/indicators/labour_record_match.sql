/* ---
indicator: labour_record_match
title: 记录一致率
grain: 每条登记的劳动日一行
purpose: 衡量出收工登记与门禁是否一致
logic: 已核对门禁的登记中，与门禁相差不超过三十分钟的比例
source: [监狱法_2026 第一百零三条]
reads: [register_labour_days]
leaves_out: [没有核对门禁的]
columns:
  ward: 监区
  labour_minutes: 登记分钟
  gate_minutes: 门禁分钟
kind: share
unit: 条
group_by: organ
better: up
caveat: 三十分钟为政策默认；加班日以加班分钟核对
--- */
select abs(coalesce(labour_minutes, over_minutes) - gate_minutes) <= 30 as hit, cast(null as varchar) as link, subject_name as label, organ, day, ward, labour_minutes, gate_minutes
from register_labour_days
where gate_minutes is not null and coalesce(labour_minutes, over_minutes) is not null
