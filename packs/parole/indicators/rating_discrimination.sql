/* ---
indicator: rating_discrimination
title: 评估区分度
grain: 每份有危险等级的准予假释裁定一行
purpose: 核对再犯罪危险等级是否区分了假释后的实际结果，用于每年校准量表。
logic: 假释后被撤销假释或者考验期内又犯新罪的，除以全部准予假释的，按最近一次评估的等级分列；应当是低低于中、中低于高。
source: [办理减刑假释案件具体应用法律的规定 第二十二条]
reads: [register_parole_ratings, rulings, sentences]
leaves_out: [没有登记等级的, 评估晚于裁定的]
columns:
  ruling_no: 裁定书号
  ruled_on: 裁定日期
  level: 等级
kind: share
unit: 份
group_by: level
better: none
caveat: 同一人有多次评估的，取裁定前最近一次；考验期未满的尚可能变化。
--- */
with rated as (
    select p.ruling_no, p.id_number, p.ruled_on, p._organ, p._key, r.level,
        row_number() over (partition by p._organ, p.ruling_no, p.id_number order by r.rated_on desc, r.level) as place
    from rulings as p
    join register_parole_ratings as r on r.judgment_no = p.judgment_no and coalesce(r.id_number = p.id_number, r.person_name = p.name) and r.rated_on <= p.ruled_on
    where p.kind = 'parole' and r.level is not null
)
select exists (select 1 from rulings as r where r.id_number = p.id_number and r.kind = 'revoke_parole' and r.ruled_on >= p.ruled_on)
        or exists (select 1 from sentences as s where s.id_number = p.id_number and s.crime_committed_on > p.ruled_on) as hit,
    p.ruling_no as label, p._organ as organ, p.ruled_on as day, concat('record:rulings:', p._key) as link, p.ruling_no, p.ruled_on, p.level
from rated as p
where p.place = 1
