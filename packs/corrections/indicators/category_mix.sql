/* ---
indicator: category_mix
title: 在册对象类别构成
grain: 每件在册社区矫正一行
purpose: 按管制、缓刑、假释、暂予监外执行分列在册人数。
logic: 核查日在册的社区矫正对象数。
source: [社区矫正法 第二条]
reads: [corrections_cases]
leaves_out: [已解除、终止的, 尚未开始的]
columns:
  person_no: 矫正对象编号
  category_zh: 类别
kind: count
unit: 人
group_by: category_zh
better: none
--- */
select true as hit, coalesce(name, person_no) as label, _organ as organ, term_start as day, cast(null as varchar) as link, person_no,
    case category when 'control' then '管制' when 'probation' then '缓刑' when 'parole' then '假释' else '暂予监外执行' end as category_zh
from corrections_cases
where term_start <= :as_of and (released_on is null or released_on > :as_of)
