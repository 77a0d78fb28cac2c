/* ---
indicator: questioning_over_time_share
title: 继续盘问超时率
grain: 每件已经终止的继续盘问一行
purpose: 衡量继续盘问是否超过批准的时限。
logic: 终止时间晚于批准时限的，除以已经终止的继续盘问。
source: [公安机关适用继续盘问规定 第十一条]
reads: [case_continued_questioning]
leaves_out: [没有终止时间的]
columns:
  number: 案件编号
  arrived_at: 带至时间
  ended_at: 终止时间
kind: share
unit: 件
group_by: organ
better: down
target: {value: 0, policy: 不应当发生}
caveat: 三类特定人员四小时；没有登记延长批准的按十二小时计算。
--- */
select epoch(close__ended_at) - epoch(bring__arrived_at) > 3600 * case
        when coalesce(bring__tender, false) then 4 when value__extensions = 2 then 48 when value__extensions = 1 then 24 else 12 end as hit,
    coalesce(number, "case") as label, coalesce(organ__station, organ, _organ) as organ, close__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, bring__arrived_at as arrived_at, close__ended_at as ended_at
from case_continued_questioning
where close__ended_at is not null and bring__arrived_at is not null
