/* ---
indicator: family_notice_in_time_share
title: 收监家属通知按期率
grain: 每件到期或者已经办结的交付执行案件一行（最近一次）
purpose: 衡量监狱是否在收监后五个工作日内通知家属、监护人。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [监狱法 第三十七条]
reads: [case_commitment]
leaves_out: [尚未到期且没有办结的, 没有期限的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 件
group_by: organ
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
select family_notice__on is not null and family_notice__on <= family_notice__due_on as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, family_notice__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, family_notice__due_on as due_on, family_notice__on as done_on
from case_commitment
where family_notice__due_on is not null and (family_notice__on is not null or family_notice__due_on < :as_of)
