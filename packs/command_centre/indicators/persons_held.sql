/* ---
indicator: persons_held
title: 当前在押人数
grain: 每名在押人员的每条收押记录一行
purpose: 供指挥中心随时看到辖区在押人数，可按场所展开
logic: 核查日以前收押、没有出所日期或者出所日期在核查日以后的收押记录数
source: [人民检察院刑事诉讼规则 第六百二十二条]
reads: [custody_records]
leaves_out: [核查日以前已经出所的, 收押日期在核查日以后的]
columns:
  facility: 羁押场所
  facility_kind: 场所类别（代码）
  stage: 诉讼环节（代码）
  admitted_on: 收押日期
  received_at: 数据接收时间
kind: count
unit: 人
group_by: facility
better: none
caveat: 是核查日的现状，不随所选期间变化；收押日期没有报送的计入；同一人在两处没有办理出所的计两次
--- */
select true as hit, coalesce(person_no, '（未报编号）') as label, _organ as organ, :as_of as day, concat('record:custody_records:', _key) as link,
    coalesce(facility, '（未报场所）') as facility, facility_kind, stage, admitted_on, _received_at as received_at
from custody_records
where (admitted_on is null or admitted_on <= :as_of) and (released_on is null or released_on > :as_of)
