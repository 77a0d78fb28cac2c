/* ---
indicator: review_in_time_share
title: 保外就医病情复查按期率
grain: 每名因严重疾病在外执行的人员一行
purpose: 衡量病情复查是否按三个月一次的节奏进行。
logic: 统计日尚在外执行、因严重疾病暂予监外执行的人员中，最近一次复查（没有复查的为起日）起三个月尚未届满的，除以全部此类人员。
source: [进一步规范暂予监外执行工作的意见 第二十五条, 社区矫正法实施办法 第二十四条]
reads: [medical_releases]
leaves_out: [已经收监的, 期限已经届满的, 怀孕、哺乳和生活不能自理的]
columns:
  decision_no: 决定书号
  from_date: 起日
  last_review_on: 最近复查日期
  due_on: 应复查日
kind: share
unit: 人
group_by: organ
better: up
caveat: 经批准延长复查期限的，数据中不能区分，可能算作逾期，核查时应调取批复。
--- */
with outside as (
    select *, law_medical_review_due(coalesce(last_review_on, from_date)) as due_on
    from medical_releases
    where ground = 'illness' and recalled_on is null and (to_date is null or to_date >= :as_of)
)
select due_on >= :as_of as hit, decision_no as label, organ, decided_on as day, concat('record:medical_releases:', _key) as link,
    decision_no, from_date, last_review_on, due_on
from outside
