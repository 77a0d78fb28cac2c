/* ---
indicator: release_on_day_share
title: 期满当日解除率
grain: 每件期满解除案件一行
purpose: 衡量解除社区矫正证明书是否在矫正期最后一日发放。
logic: 证明书日期为矫正期止日的，除以已发证明书和期满仍未发的案件。
source: [社区矫正法 第四十四条]
reads: [case_release]
leaves_out: [被羁押、脱管而暂缓发放的]
columns:
  number: 案件编号
  term_end: 矫正期止日
  certificate_on: 证明书日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(certify__certificate_on, certify__on) = opening__term_end and certify__on is not null as hit, coalesce(number, "case") as label,
    coalesce(organ__agency, organ, _organ) as organ, opening__term_end as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, opening__term_end as term_end, certify__certificate_on as certificate_on
from case_release
where coalesce(check__outcome, '') <> 'put_off' and (certify__on is not null or (ended_on is null and opening__term_end < :as_of))
