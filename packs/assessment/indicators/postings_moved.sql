/* ---
indicator: postings_moved
title: 派驻人员轮岗数
grain: 每名轮岗的派驻人员一行
purpose: 看派驻检察人员的轮岗交流。
logic: 期间内已经轮岗的派驻人员。
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_postings]
columns:
  number: 编号
  posted_on: 到岗日期
  moved_on: 轮岗日期
kind: count
unit: 人
better: none
--- */
select true as hit, number as label, coalesce(organ, _organ) as organ, moved_on as day, concat('entry:', entry) as link, number, posted_on, moved_on
from register_postings
where state = 'moved'
