/* ---
indicator: term_used_up_count
title: 余刑耗尽数
grain: 每件已有刑期止日的交付执行案件一行
purpose: 统计没有交付执行而刑期已经届满的人数。
logic: 刑期止日已过，没有收监记录，案件没有办结的人数。
source: [刑事诉讼法 第二百六十四条]
reads: [case_commitment]
leaves_out: [由看守所执行的, 决定暂予监外执行的]
columns:
  number: 案件编号
  ends_on: 刑期止日
kind: count
unit: 人
group_by: organ
better: down
--- */
select opening__ends_on < :as_of and admission__on is null and ended_on is null as hit, coalesce(number, "case") as label, coalesce(organ__police, organ, _organ) as organ, opening__ends_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, opening__ends_on as ends_on
from case_commitment
where opening__ends_on is not null
