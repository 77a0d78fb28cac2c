/* ---
indicator: questions_answered_in_time
title: 请示按期答复率
grain: 每次请示答复一行
purpose: 衡量上级院是否在十个工作日内答复请示
logic: 期间内到期的答复中，按期拟出、退回补充或者转请上级的，除以已经办理的与已过期限的之和
source: [人民检察院组织法 第十条]
reads: [case_steps]
leaves_out: [尚未到期且没有答复的]
columns:
  number: 请示编号
  due_on: 期限最后一日
  done_on: 办理日期
kind: share
unit: 次
group_by: organ
better: up
caveat: 十个工作日为政策默认
--- */
select done_on is not null and not coalesce(late, false) as hit, concat('document:', "case") as link, coalesce(number, "case") as label,
    coalesce(organ, _organ) as organ, due_on as day, number, due_on, done_on
from case_steps
where procedure = 'guidance' and step = 'answer' and due_on is not null and (done_on is not null or due_on < :as_of)
