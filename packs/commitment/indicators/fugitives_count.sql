/* ---
indicator: fugitives_count
title: 在逃数
grain: 每名在逃罪犯一行
purpose: 掌握判处监禁刑罚而在逃的罪犯数量。
logic: 追逃登记中没有抓获也没有注销的人数。
source: [监狱法 第三十一条]
reads: [register_pursuits]
leaves_out: [已抓获、已注销的]
columns:
  number: 编号
  person_name: 姓名
  fled_on: 脱逃日期
kind: count
unit: 人
group_by: organ
better: down
--- */
select true as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, fled_on as day, cast(null as varchar) as link, number, person_name, fled_on
from register_pursuits
where state in ('fled', 'listed')
