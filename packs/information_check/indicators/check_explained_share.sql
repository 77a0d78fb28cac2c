/* ---
indicator: check_explained_share
title: 线索作正当理由处理的比例
grain: 每件已核查的线索一行
purpose: 衡量核查线索以情况属实有正当理由结案的比例；过高的应当抽查。
logic: 以有正当理由结案的，除以已核查的。
source: [社区矫正法 第二十六条]
reads: [case_check_clue]
leaves_out: [尚未核查的, 身份错误、数据错误的]
columns:
  number: 案件编号
  result: 结果
kind: share
unit: 件
group_by: organ
better: none
--- */
select verify__outcome = 'explained' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, verify__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, verify__outcome as result
from case_check_clue
where verify__outcome in ('confirmed', 'explained', 'cleared', 'attempt')
