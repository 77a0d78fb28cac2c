/* ---
indicator: enforcement_rectified_in_time
title: 执法监督整改按期率
grain: 每件监督意见每次整改一行
purpose: 衡量被监督机关是否在十五个工作日内报送整改情况。
logic: 期间内到期的整改中，在最后一日以前（含当日）报送的，除以已经报送的与期限已过仍未报送的之和。
source: [行政处罚法 第七十五条]
reads: [case_steps]
leaves_out: [尚未到期且没有报送的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 报送日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 十五个工作日为政策默认。
--- */
select done_on is not null and done_on <= due_on as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link, number, due_on, done_on
from case_steps
where procedure = 'enforcement_supervision' and step = 'rectify' and due_on is not null and (done_on is not null or due_on < :as_of)
