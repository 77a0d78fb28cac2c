/* ---
indicator: travel_papers_returned_share
title: 代管证件归还率
grain: 每件登记代管证件、限制已经撤销的案件一行
purpose: 衡量限制撤销后代管的出入境证件是否归还。
logic: 有归还日期的，除以登记代管且已经撤销限制的。
source: [社区矫正法 第四十四条]
reads: [case_exit_ban]
leaves_out: [声明没有证件的, 限制没有撤销的, 收监、变更机构随案移交的]
columns:
  number: 案件编号
  lifted_on: 撤销日期
  returned_on: 归还日期，没有的为空
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(lift__papers_returned_on, lift_early__papers_returned_on) is not null as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, coalesce(lift_early__on, lift__on) as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, coalesce(lift_early__on, lift__on) as lifted_on, coalesce(lift__papers_returned_on, lift_early__papers_returned_on) as returned_on
from case_exit_ban
where papers__outcome = 'kept' and (lift__outcome = 'lifted' or lift_early__outcome = 'lifted')
