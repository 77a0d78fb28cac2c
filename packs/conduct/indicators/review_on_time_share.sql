/* ---
indicator: review_on_time_share
title: 复核按期率
grain: 每件到期或者已经办结的复核案件一行（最近一次）
purpose: 衡量监狱计分考核工作组是否在五个工作日内答复复核申请。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [监狱计分考核罪犯工作规定 第三十六条]
reads: [case_conduct]
leaves_out: [尚未到期且没有办结的, 没有期限的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 按最近一次复核计算。
--- */
select review__on is not null and review__on <= review__due_on as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, review__due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, review__due_on as due_on, review__on as done_on
from case_conduct
where review__due_on is not null and (review__on is not null or review__due_on < :as_of)
