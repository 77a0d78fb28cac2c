/* ---
indicator: low_risk_not_proposed_share
title: 符合条件未提请比例
grain: 每次评为低度危险、时间条件已满、已有结果的假释案件一行
purpose: 发现危险评估为低度、时间条件已满而没有提请假释的。
logic: 案件终结而没有提请的，除以已经提请的与终结而没有提请的之和。
source: [办理减刑假释案件具体应用法律的规定 第二十六条]
reads: [register_parole_ratings, case_parole]
leaves_out: [时间条件没有满的, 依法不得假释（没有最早日期）的, 尚在办理的]
columns:
  number: 案件编号
  earliest_on: 时间条件届满日
  file_on: 提请日期
kind: share
unit: 件
group_by: organ
better: down
caveat: 悔改表现等其他条件由承办人判断，不提请须有理由，比例只用于逐案核查。
--- */
select c.file__on is null as hit, coalesce(c.number, c."case") as label, coalesce(c.organ__prison, c.organ, c._organ) as organ, r.rated_on as day, concat('document:', c."case") as link,
    coalesce(c.number, c."case") as number, r.earliest_on, c.file__on as file_on
from register_parole_ratings as r
join case_parole as c on c.opening__judgment_no = r.judgment_no and coalesce(r.id_number = c.subject, c.subject_name = r.person_name) and r.rated_on >= c.opened_on
    and (c.ended_on is null or r.rated_on <= c.ended_on)
where r.level = 'low' and r.earliest_on is not null and r.earliest_on <= coalesce(c.file__on, c.ended_on)
