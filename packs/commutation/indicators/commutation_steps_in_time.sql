/* ---
indicator: commutation_steps_in_time
title: 减刑法定期限按期办结率
grain: 每件案件每个有法定期限的环节每次办理一行
purpose: 衡量减刑案件各环节是否在法定期限内办结，可按环节分列。
logic: 期间内到期的法定期限环节中，在最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [审查财产性判项执行问题的规定 第十三条, 人民检察院刑事诉讼规则 第六百三十五条, 减刑假释案件审理程序的规定 第二条, 减刑假释案件审理程序的规定 第三条, 减刑假释案件审理程序的规定 第十六条, 减刑假释案件审理程序的规定 第十八条, 人民检察院刑事诉讼规则 第六百三十九条, 刑事诉讼法 第二百七十四条]
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
where due_on is not null and not coalesce(suspended, false) and (done_on is not null or due_on < :as_of) and ((procedure = 'commutation' and step in ('property_inquiry', 'opinion', 'supply', 'court_notice', 'ruling', 'service', 'ruling_review', 'rehear', 'rehear_service', 'filing', 'filing_review', 'filing_result')))
