/* ---
indicator: proposal_filed_in_time
title: 检察建议书按期备案率
grain: 每份文书一行
purpose: 衡量检察建议书是否在发出后五日内报上一级检察院两个部门备案
logic: 期间内发出的检察建议书中，五日内报对口业务部门和法律政策研究部门备案的，除以已备案的与已过期限的之和
source: [人民检察院检察建议工作规定 第二十一条]
reads: [case_proposal_filing]
leaves_out: [尚在五日以内没有备案的]
columns:
  number: 编号
  issued_on: 发出日期
  to_section_on: 报对口业务部门日期
  to_research_on: 报法律政策研究部门日期
kind: share
unit: 份
group_by: organ
better: up
--- */
select coalesce(file_up__to_section_on <= law_add_days(opening__issued_on, 5) and file_up__to_research_on <= law_add_days(opening__issued_on, 5), false) as hit,
    concat('case:', "case") as link, coalesce(number, title) as label, organ, opening__issued_on as day, number, opening__issued_on as issued_on,
    file_up__to_section_on as to_section_on, file_up__to_research_on as to_research_on
from case_proposal_filing
where opening__issued_on is not null
    and (file_up__outcome = 'filed' or law_add_days(opening__issued_on, 5) < :as_of)
