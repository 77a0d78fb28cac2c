/* ---
indicator: enrolled_with_opinion_share
title: 入矫有评估意见率
grain: 每件社区矫正一行
purpose: 衡量入矫人员在决定前有无调查评估意见。
logic: 矫正起日前一年内有评估意见的，除以全部入矫。
source: [社区矫正法 第十八条]
reads: [corrections_cases, investigations]
leaves_out: [执行地变更转入的]
columns:
  person_no: 矫正对象编号
  term_start: 矫正期起日
kind: share
unit: 人
group_by: organ
better: up
caveat: 除拟裁定假释、有前科的以外，法律没有要求一律委托。
--- */
select exists (
        select 1 from investigations as v
        where v.id_number = c.id_number and v.reported_on <= c.term_start and v.reported_on >= law_months_after(c.term_start, -12)
    ) as hit, coalesce(c.name, c.person_no) as label, c._organ as organ, c.term_start as day, cast(null as varchar) as link, c.person_no, c.term_start
from corrections_cases as c
where c.term_start <= :as_of
