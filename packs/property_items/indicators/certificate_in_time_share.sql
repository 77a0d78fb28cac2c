/* ---
indicator: certificate_in_time_share
title: 财产性判项证明按期率
grain: 每件已经收到核实公函的案件一行
purpose: 衡量执行法院是否在七日内出具证明。
logic: 期限内出具证明的，除以已经答复或者期限已过的案件。
source: [审查财产性判项执行问题的规定 第十三条]
reads: [case_ability]
leaves_out: [没有收到日期的, 期限没有届满而尚未答复的]
columns:
  number: 案件编号
  due_on: 应答复日
  answered_on: 答复日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(answer__on <= answer__due_on, false) as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, answer__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, answer__due_on as due_on, answer__on as answered_on
from case_ability
where answer__due_on is not null and (answer__on is not null or answer__due_on < :as_of)
