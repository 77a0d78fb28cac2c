/* ---
indicator: persons_in_corrections
title: 当前在矫人数
grain: 每名在册社区矫正对象一行
purpose: 供指挥中心随时看到辖区在矫人数，可按县区展开
logic: 核查日以前入矫、没有解矫日期或者解矫日期在核查日以后的社区矫正对象数
source: [社区矫正法 第二条]
reads: [corrections_cases]
leaves_out: [核查日以前已经解除、终止的, 入矫日期在核查日以后的]
columns:
  division: 执行地（行政区划代码）
  category: 类别（代码）
  enrolled_on: 入矫日期
  received_at: 数据接收时间
kind: count
unit: 人
group_by: division
better: none
caveat: 是核查日的现状，不随所选期间变化；入矫日期没有报送的计入
--- */
select true as hit, coalesce(person_no, '（未报编号）') as label, _organ as organ, :as_of as day, concat('record:corrections_cases:', _key) as link,
    coalesce(division, '（未报）') as division, category, enrolled_on, _received_at as received_at
from corrections_cases
where (enrolled_on is null or enrolled_on <= :as_of) and (released_on is null or released_on > :as_of)
