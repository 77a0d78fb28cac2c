/* ---
indicator: guided_rate
title: 引导侦查取证率
grain: 每件受理的案一行，同一案的批捕、起诉受理只计一次
purpose: 看受理的案中介入侦查、引导取证的比例。
logic: 期间内受理的案（同一案按首次受理）中，本院发出过取证提纲的，除以全部受理的案。
source: [人民检察院刑事诉讼规则 第二百五十六条]
reads: [register_quality_cases, register_guidances]
leaves_out: [已经撤销登记的, 只登记介入而没有发取证提纲的不计入分子]
columns:
  case_no: 案号
  taken_on: 首次受理日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 两本台账以案号和检察院对应，案号写法不一的对不上；介入不以全部案件为目标，比例高低本身不表示好坏。
--- */
select exists (
        select 1 from register_guidances as g
        where g.case_no = c.case_no and coalesce(g.organ, g._organ) = c.keeper and g.due is not null
    ) as hit, case_no as label, keeper as organ, taken_on as day, link, case_no, taken_on
from (
    select case_no, coalesce(organ, _organ) as keeper, min(happened_on) as taken_on, min(concat('entry:', entry)) as link
    from register_quality_cases
    where state = 'recorded' and activity in ('arrest', 'prosecution') and happened_on is not null
    group by 1, 2
) as c
