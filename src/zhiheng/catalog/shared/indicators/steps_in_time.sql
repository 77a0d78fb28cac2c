/* ---
indicator: {{name}}
title: {{what}}法定期限按期办结率
grain: 每件案件每个有法定期限的环节每次办理一行
purpose: 衡量{{cases}}案件各环节是否在法定期限内办结，可按环节分列。
logic: 期间内到期的法定期限环节中，在最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [{{articles}}]
reads: [case_steps]
leaves_out: [尚未到期且没有办结的, 依法中止计算期限的, 期限起算日不明的, 只有内部期限的环节]
columns:
  number: 案件编号
  title: 环节
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 项
group_by: title
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
caveat: 只计期限由法律、司法解释或者规范性文件规定的环节，内部期限不计入。
--- */
select done_on is not null and done_on <= due_on and not coalesce(late, false) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ,
    due_on as day, concat('document:', "case") as link, number, title, due_on, done_on
from case_steps
where due_on is not null and not coalesce(suspended, false) and (done_on is not null or due_on < :as_of) and ({{watched}})
