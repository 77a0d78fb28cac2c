/* ---
indicator: decision_copied_share
title: 暂予监外执行决定按期抄送率
grain: 每份暂予监外执行决定一行
purpose: 衡量决定书是否在五个工作日内抄送人民检察院。
logic: 期间内作出的决定中，抄送日期在决定后五个工作日以内的，除以全部决定；没有抄送日期的不算按期。
source: [暂予监外执行规定 第十四条]
reads: [medical_releases]
leaves_out: [期限尚未届满而没有抄送日期的]
columns:
  decision_no: 决定书号
  decided_on: 决定日期
  copied_on: 抄送日期
kind: share
unit: 份
group_by: organ
better: up
caveat: 抄送日期由送数机关填报；没有填报的按未抄送计算。
--- */
select copied_on is not null and copied_on <= law_add_working_days(decided_on, 5) as hit,
    decision_no as label, organ, decided_on as day, concat('record:medical_releases:', _key) as link, decision_no, decided_on, copied_on
from medical_releases
where copied_on is not null or :as_of > law_add_working_days(decided_on, 5)
