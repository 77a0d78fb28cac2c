/* ---
indicator: diagnosis_valid_share
title: 暂予监外执行诊断有效率
grain: 每份以严重疾病为由的暂予监外执行决定一行
purpose: 衡量作出决定时病情诊断书是否在三个月有效期内。
logic: 期间内以严重疾病为由作出的决定中，诊断日期在决定日期之前三个月以内的，除以全部此类决定；没有诊断日期的不算有效。
source: [进一步规范暂予监外执行工作的意见 第八条]
reads: [medical_releases]
leaves_out: [怀孕、哺乳和生活不能自理的决定]
columns:
  decision_no: 决定书号
  decided_on: 决定日期
  diagnosed_on: 诊断日期
  hospital: 诊断医院
kind: share
unit: 份
group_by: organ
better: up
caveat: 二〇二三年七月一日以前作出的决定不受三个月有效期约束，期间应选在其后。
--- */
select diagnosed_on is not null and diagnosed_on <= decided_on and decided_on <= law_months_after(diagnosed_on, 3) as hit,
    decision_no as label, organ, decided_on as day, concat('record:medical_releases:', _key) as link, decision_no, decided_on, diagnosed_on,
    hospital
from medical_releases
where ground = 'illness'
