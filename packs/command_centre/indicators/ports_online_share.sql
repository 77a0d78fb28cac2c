/* ---
indicator: ports_online_share
title: 派驻端口在线率
grain: 每个派驻端口一行
purpose: 看派驻端口是否在线；离线不等于没有事项
logic: 登记的端口中，状态为在线并且核查日或者前一日有过联系的比例
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_ports]
leaves_out: [没有登记的端口]
columns:
  office: 派驻检察室
  place: 场所
  seen_at: 最后在线时刻
  cause: 离线原因
kind: share
unit: 个
group_by: organ
better: up
caveat: 是核查日的现状，不随所选期间变化；核查日按日计，二十四小时的报警见端口台账
--- */
select state = 'online' and coalesce(date_diff('day', cast(seen_at as date), :as_of) <= 1, false) as hit, cast(null as varchar) as link, office as label,
    coalesce(organ, _organ) as organ, :as_of as day, office, place, seen_at, cause
from register_ports
