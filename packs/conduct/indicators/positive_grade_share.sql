/* ---
indicator: positive_grade_share
title: 评为积极的比例
grain: 每次等级评定一行
purpose: 衡量评为积极的比例是否超过百分之十五。
logic: 评为积极的，除以全部等级评定。
source: [监狱计分考核罪犯工作规定 第二十二条]
reads: [case_award]
leaves_out: [没有评定等级的]
columns:
  number: 案件编号
  grade: 等级
kind: share
unit: 件
group_by: organ
better: down
caveat: 规定不超过百分之十五，按监狱计算。
--- */
select rate__grade = 'positive' as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, coalesce(approve__on, rate__on) as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, rate__grade as grade
from case_award
where rate__grade is not null
