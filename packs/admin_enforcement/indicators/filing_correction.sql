/* ---
indicator: filing_correction
title: 备案审查纠错率
grain: 每件有结论的报备文件一行
purpose: 衡量备案审查的纠错作用
logic: 已修改、已废止或者已决定处理的，除以有结论的
source: []
reads: [register_filings]
leaves_out: [尚无结论的]
columns:
  document: 文件
  maker: 制定机关
  result: 结论
kind: share
unit: 件
group_by: organ
better: up
caveat: 没有报备的文件不在分母
--- */
select result in ('corrected', 'repealed', 'decided') as hit, cast(null as varchar) as link, document as label, organ, concluded_on as day, document, maker, result
from register_filings
