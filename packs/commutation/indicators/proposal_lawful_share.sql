/* ---
indicator: proposal_lawful_share
title: 提请合规率
grain: 每份有报请日期的减刑裁定一行
purpose: 衡量提请减刑的案件按报请日的规定是否符合法定条件。
logic: 按报请日核对起始时间、间隔、幅度、实际执行期限，没有查出违规减刑线索的（经查不实的视为没有），除以全部提请。
source: [办理减刑假释案件具体应用法律的规定 第六条]
reads: [rulings, clues]
leaves_out: [没有报请日期的, 2017年以前的裁定]
columns:
  ruling_no: 裁定书号
  proposed_on: 报请日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 以最近一次违规减刑筛查为准；没有筛查过的地方不作比较。
--- */
select not exists (
        select 1 from clues as c
        where c.model = 'unlawful_commutation' and c.occurrence = r.ruling_no and c.subject = r.id_number and c.state <> 'refuted' and c.resolved_on is null
    ) as hit,
    r.ruling_no as label, r._organ as organ, r.proposed_on as day, concat('record:rulings:', r._key) as link, r.ruling_no, r.proposed_on
from rulings as r
where r.kind = 'commutation' and r.proposed_on is not null and r.ruled_on >= date '2017-01-01'
