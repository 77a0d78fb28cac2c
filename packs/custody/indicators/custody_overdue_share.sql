/* ---
indicator: custody_overdue_share
title: 超期羁押率
grain: 每个期限届满的羁押阶段一行
purpose: 衡量羁押期限届满后仍没有手续的比例。
logic: 期限届满以后才处理的，期限已过仍没有处理的，或者看守所核查期满无手续的，除以全部已经处理或者届满的阶段。
source: [人民检察院刑事诉讼规则 第六百一十五条]
reads: [case_steps]
leaves_out: [期限未到且没有处理的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 处理日期
kind: share
unit: 段
group_by: organ
better: down
target: {value: 0, policy: 不应当发生}
caveat: 以登记的期限为准，期限登记错误的另行核查。
--- */
select step <> 'answer' or done_on is null or done_on > due_on as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, due_on, done_on
from case_steps
where procedure = 'custody' and due_on is not null
    and (step = 'answer' and (done_on is not null or due_on < :as_of) or step in ('expire', 'warn') and outcome = 'none')
