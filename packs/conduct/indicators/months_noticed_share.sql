/* ---
indicator: months_noticed_share
title: 月考核公示率
grain: 每条已经汇总的月考核一行
purpose: 衡量月考核结果是否在监区内公示。
logic: 已经公示的，除以已经公示的与公示期限已过仍未公示的。
source: [监狱计分考核罪犯工作规定 第三十五条]
reads: [register_conduct_months]
leaves_out: [期限未到而没有公示的]
columns:
  number: 编号
  subject_name: 姓名
  ward: 监区
  state: 状态
kind: share
unit: 条
group_by: ward
better: up
target: {value: 1, policy: 月考核结果应当公示}
caveat: 次月五日以前公示为政策默认。
--- */
select state <> 'drawn' as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, month_end as day, cast(null as varchar) as link, number, subject_name, ward,
    state
from register_conduct_months
where state <> 'drawn' or due_on < :as_of
