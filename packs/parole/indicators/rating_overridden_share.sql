/* ---
indicator: rating_overridden_share
title: 评估改级率
grain: 每次再犯罪危险评估一行
purpose: 衡量评估小组改变评分所示等级的比例。
logic: 改变等级的，除以全部评估。
source: [办理减刑假释案件具体应用法律的规定 第二十二条]
reads: [register_parole_ratings]
leaves_out: [没有注明的]
columns:
  number: 编号
  level: 等级
  overridden: 改变等级
kind: share
unit: 次
group_by: organ
better: none
caveat: 改级须有书面理由，比例过高说明量表需要校准。
--- */
select overridden as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, rated_on as day, cast(null as varchar) as link, number, level, overridden
from register_parole_ratings
where overridden is not null
