/* ---
indicator: parole_reoffend_share
title: 假释再犯率
grain: 每份准予假释的裁定一行
purpose: 衡量假释考验期内故意犯新罪的比例。
logic: 假释裁定以后、考验期满以前（考验期以社区矫正期限为准）故意犯罪并被判决的，除以全部假释裁定。
source: [刑法 第八十六条]
reads: [rulings, sentences, corrections_cases]
leaves_out: [过失犯罪, 假释以前的漏罪, 考验期满以后的犯罪]
columns:
  ruling_no: 裁定书号
  ruled_on: 裁定日期
kind: share
unit: 份
group_by: organ
better: down
caveat: 没有社区矫正期限记录的，按裁定以后任何时候的故意犯罪计算。
--- */
select exists (
        select 1 from sentences as s
        where s.id_number = p.id_number and coalesce(s.intentional, true) and s.crime_committed_on > p.ruled_on
            and not exists (
                select 1 from corrections_cases as c
                where c.id_number = p.id_number and c.category = 'parole' and c.term_start >= p.ruled_on and c.term_end < s.crime_committed_on
            )
    ) as hit,
    p.ruling_no as label, p._organ as organ, p.ruled_on as day, concat('record:rulings:', p._key) as link, p.ruling_no, p.ruled_on
from rulings as p
where p.kind = 'parole'
