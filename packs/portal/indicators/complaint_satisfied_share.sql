/* ---
indicator: complaint_satisfied_share
title: 投诉办理满意率
grain: 每件本人作了评价的投诉举报一行
purpose: 衡量投诉举报人对办理是否满意。
logic: 评价为很满意、满意的，除以作了评价的。
source: [社区矫正法 第三十四条]
reads: [case_complaint]
leaves_out: [没有评价的, 转送其他机关的, 向人民检察院提出的]
columns:
  number: 案件编号
  satisfaction: 本人评价
spoken:
  satisfaction: {very: 很满意, satisfied: 满意, fair: 一般, not: 不满意, not_at_all: 很不满意}
kind: share
unit: 件
group_by: organ
better: up
caveat: 没有评价的不当作满意；同时看作出评价的件数。
--- */
select tell__satisfaction in ('very', 'satisfied') as hit, coalesce(number, "case") as label, coalesce(organ__desk, organ, _organ) as organ, tell__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, tell__satisfaction as satisfaction
from case_complaint
where tell__satisfaction is not null and tell__on is not null
