/* ---
indicator: office_crime_filed
title: 职务犯罪罪犯变更执行备案按期率
grain: 每件应当备案的案件一行
purpose: 看原县处级以上职务犯罪罪犯减刑、假释、暂予监外执行案件是否按期备案。
logic: 期间内应当报送备案的案件中，在十日以内报送的，除以已经报送的与已过期限的之和。
source: [人民检察院刑事诉讼规则 第六百三十五条]
reads: [case_steps]
leaves_out: [尚未到期且没有报送的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 报送日期
kind: share
unit: 件
better: up
--- */
select done_on is not null and done_on <= due_on and not coalesce(late, false) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ,
    due_on as day, concat('document:', "case") as link, number, due_on, done_on
from case_steps
where step = 'filing' and due_on is not null and not coalesce(suspended, false) and (done_on is not null or due_on < :as_of)
    and procedure in ('commutation', 'parole', 'medical_release', 'medical_release_court', 'medical_release_detention')
