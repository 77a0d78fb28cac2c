/* ---
indicator: office_crime_reduced_share
title: 职务犯罪减刑比例差
grain: 每名核查日正在服刑的罪犯每份原判一行
purpose: 比较职务犯罪罪犯与其他罪犯一年内减刑的比例，明显高于其他罪犯的逐案复查。
logic: 核查日前一年内获减刑的，除以核查日正在服刑的，职务犯罪与其他罪犯分列；两者之差即比例差。
source: [职务犯罪罪犯减刑假释暂予监外执行备案审查的规定 第九条]
reads: [sentences, custody_records, rulings]
leaves_out: [核查日已经释放的, 宣告缓刑的, 一年以前的减刑]
columns:
  judgment_no: 原判案号
  offence_class: 罪犯类别
kind: share
unit: 人
group_by: offence_class
better: none
caveat: 按核查日在押统计，只在包含核查日的期间有数；是否职务犯罪以法院报送的从严情形为准。
--- */
select exists (
        select 1 from rulings as r
        where r.id_number = s.id_number and r.judgment_no = s.judgment_no and r.kind = 'commutation'
            and r.ruled_on <= :as_of and r.ruled_on > law_months_after(:as_of, -12)
    ) as hit,
    s.judgment_no as label, s._organ as organ, cast(:as_of as date) as day, concat('record:sentences:', s._key) as link, s.judgment_no,
    case when coalesce(list_contains(s.strict_class, 'duty'), false) then '职务犯罪' else '其他' end as offence_class
from sentences as s
where coalesce(s.probation_months, 0) = 0 and exists (
        select 1 from custody_records as c
        where c.id_number = s.id_number and c.stage = 'serving' and c.admitted_on <= :as_of and (c.released_on is null or c.released_on > :as_of)
            and c.admitted_on >= s.effective_on
    )
