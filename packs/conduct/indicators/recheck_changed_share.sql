/* ---
indicator: recheck_changed_share
title: 加扣分复查改变率
grain: 每件申请复查的加扣分一行
purpose: 衡量复查是否起作用，原决定是否准确。
logic: 复查改变原决定的，除以已经复查的。
source: [监狱计分考核罪犯工作规定 第四十二条]
reads: [case_conduct]
leaves_out: [没有申请复查的, 复查没有办结的]
columns:
  number: 案件编号
  result: 复查结果
kind: share
unit: 件
group_by: organ
better: down
caveat: 过高说明原决定不准，长期为零应当抽查复查是否走形式。
--- */
select recheck__outcome = 'changed' as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, recheck__on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, recheck__outcome as result
from case_conduct
where recheck__outcome in ('changed', 'upheld')
