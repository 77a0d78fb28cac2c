/* ---
indicator: sealing_corrected_count
title: 封存监督纠正
grain: 每件检察监督的封存案件一行
purpose: 统计检察机关通知纠正的封存案件。
logic: 检察机关认为应当封存、通知纠正的件数。
source: [未成年人犯罪记录封存的实施办法 第二十二条]
reads: [case_record_sealing]
leaves_out: [说明理由成立的]
columns:
  number: 案件编号
  supervised_on: 监督日期
kind: count
unit: 件
group_by: organ
better: none
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__sealer, organ, _organ) as organ, supervise__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, supervise__on as supervised_on
from case_record_sealing
where supervise__outcome = 'upheld'
