/* ---
indicator: cross_papers_complete_share
title: 移交文书齐全率
grain: 每件已签收的执行地变更、异地收押移交一行
purpose: 衡量执行地变更和异地收押移交的法律文书、档案是否一次移交齐全。
logic: 签收时没有登记缺少文书的，除以已签收的。
source: [社区矫正法实施办法 第三十一条, 社区矫正法 第四十八条]
reads: [case_relocation, case_cross_hand_over]
leaves_out: [尚未签收的]
columns:
  number: 案件编号
  kind_zh: 种类
  received_on: 签收日期
kind: share
unit: 件
group_by: kind_zh
better: up
caveat: 以签收时登记为准，签收后才发现缺少的不在内。
--- */
with received as (
    select "case", number, coalesce(organ__agency, organ, _organ) as organ, '执行地变更' as kind_zh, receive__on as received_on, receive__papers_missing as papers_missing
    from case_relocation where receive__outcome in ('received', 'received_medical')
    union all
    select "case", number, coalesce(organ__police_b, organ, _organ), '异地收押移交', receive__on, receive__papers_missing
    from case_cross_hand_over where receive__outcome = 'received'
)
select papers_missing is null or len(papers_missing) = 0 as hit, coalesce(number, "case") as label, organ, received_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, kind_zh, received_on
from received
where received_on is not null
