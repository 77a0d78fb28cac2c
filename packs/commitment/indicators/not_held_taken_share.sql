/* ---
indicator: not_held_taken_share
title: 未羁押罪犯收监率
grain: 每名文书送达时未羁押的罪犯一行
purpose: 衡量判处实刑而未羁押的罪犯是否收押。
logic: 已经收押、抓获或者收监的，除以文书送达时取保候审、监视居住、未采取措施、在逃的罪犯。
source: [监狱法 第三十一条]
reads: [case_commitment]
leaves_out: [已羁押的, 住院治疗的]
columns:
  number: 案件编号
  held: 羁押状态
  effective_on: 生效日期
kind: share
unit: 人
group_by: organ
better: up
--- */
select coalesce(take__outcome = 'taken', false) or coalesce(pursue__outcome = 'taken', false) or admission__on is not null as hit, coalesce(number, "case") as label,
    coalesce(organ__police, organ, _organ) as organ, papers__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, locate__held as held, opening__effective_on as effective_on
from case_commitment
where locate__held in ('bail', 'residence_watch', 'not_measured', 'fugitive') and papers__on is not null
