/* ---
indicator: intervention_spot_misses
title: 倒查未记录率
grain: 每次抽查倒查一行
purpose: 衡量应录未录的情况
logic: 期间内抽查倒查的案件中，有命中而没有记录的案件所占比例
source: [禁止法官检察官与律师不正当接触交往的意见_2021 第九条]
reads: [register_spot_checks]
leaves_out: [没有抽查的案件]
columns:
  number: 编号
  checked_on: 检查日期
  hits: 命中
  missed: 未记录
kind: share
unit: 件
group_by: organ
better: down
caveat: 只反映所比对的来源；样本较小时应看件数
--- */
select missed > 0 as hit, cast(null as varchar) as link, number as label, organ, checked_on as day, number, checked_on, hits, missed
from register_spot_checks
where checked_on is not null
