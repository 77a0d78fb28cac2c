/* ---
indicator: bad_rating_mended_in_time
title: 差评按期整改率
grain: 每件差评每次整改一行
purpose: 衡量差评是否在十五个工作日内整改。
logic: 期间内到期的整改中，在最后一日以前（含当日）完成的，除以已经完成的与期限已过仍未完成的之和。
reads: [case_steps]
leaves_out: [尚未到期且没有完成的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 完成日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 十五个工作日见各地好差评要求；回访不满意的再次整改另计。
--- */
select done_on is not null and done_on <= due_on as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link, number, due_on, done_on
from case_steps
where procedure = 'bad_rating' and step = 'mend' and due_on is not null and (done_on is not null or due_on < :as_of)
