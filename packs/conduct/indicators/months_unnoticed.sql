/* ---
indicator: months_unnoticed
title: 月考核未按期公示数
grain: 每条已汇总而没有公示的月考核一行
purpose: 发现月考核汇总后没有公示的。
logic: 已汇总、公示期限已过仍没有公示的月考核条数。
source: [监狱计分考核罪犯工作规定 第三十五条]
reads: [register_conduct_months]
leaves_out: [期限未到的]
columns:
  number: 编号
  subject_name: 姓名
  ward: 监区
  due_on: 公示期限
kind: count
unit: 条
group_by: organ
better: down
caveat: 次月五日以前公示为政策默认。
--- */
select true as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, month_end as day, cast(null as varchar) as link, number, subject_name, ward, due_on
from register_conduct_months
where state = 'drawn' and due_on is not null and due_on < :as_of
