/* ---
indicator: office_crime_filed_share
title: 职务犯罪罪犯案件备案按期率
grain: 每件应当备案而收到裁定书、决定书的案件一行
purpose: 衡量职务犯罪罪犯减刑、假释、暂予监外执行案件是否在十日内报备。
logic: 收到裁定书、决定书后十日内报出的，除以原县处级以上的案件。
source: [职务犯罪罪犯减刑假释暂予监外执行备案审查的规定 第二条]
reads: [case_commutation, case_commutation_detention, case_parole, case_parole_detention, case_medical_release, case_medical_release_court, case_medical_release_detention]
leaves_out: [不属于备案范围的]
columns:
  number: 案件编号
  received_on: 收到日期
  filed_up_on: 报出日期
kind: share
unit: 件
group_by: organ
better: up
--- */
with filed as (
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_commutation
    union all
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_parole
    union all
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_commutation_detention
    union all
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_parole_detention
    union all
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_medical_release
    union all
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_medical_release_court
    union all
    select "case", number, organ, _organ, organ__procuratorate, filing__former_rank, filing__ruling_received_on, filing__filed_up_on
    from case_medical_release_detention
)
select filing__filed_up_on is not null and filing__filed_up_on <= law_add_days(filing__ruling_received_on, 10) as hit, coalesce(number, "case") as label,
    coalesce(organ__procuratorate, organ, _organ) as organ, filing__ruling_received_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, filing__ruling_received_on as received_on, filing__filed_up_on as filed_up_on
from filed
where filing__former_rank in ('county', 'bureau') and filing__ruling_received_on is not null
