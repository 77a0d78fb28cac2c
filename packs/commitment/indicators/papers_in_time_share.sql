/* ---
indicator: papers_in_time_share
title: 执行文书按期率
grain: 每件到期或者已经办结的交付执行案件一行（最近一次）
purpose: 衡量人民法院是否在判决生效后十日内送达执行文书。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [刑事诉讼法 第二百六十四条, 监狱法 第三十一条]
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
select papers__on is not null and papers__on <= papers__due_on as hit, coalesce(number, "case") as label, coalesce(organ__court, organ, _organ) as organ, papers__due_on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, papers__due_on as due_on, papers__on as done_on
from case_commitment
where papers__due_on is not null and (papers__on is not null or papers__due_on < :as_of)
