/* ---
indicator: condition_gone_kept_count
title: 情形消失未收监
grain: 每件暂予监外执行的情形已经消失的决定一行
purpose: 发现情形消失超过三十日仍没有提出收监建议的暂予监外执行。
logic: 复查认为情形已经消失，或者哺乳的婴儿已满一周岁，超过三十日而没有建议收监、没有收监、没有终结的件数，按情形消失之日归期。
source: [刑事诉讼法 第二百六十八条]
reads: [medical_releases, case_medical_release, case_medical_release_detention, case_medical_release_court]
leaves_out: [不满三十日的, 已经建议收监、收监的, 刑期届满、死亡的]
columns:
  number: 案件编号或者决定书号
  gone_on: 情形消失之日
kind: count
unit: 件
group_by: organ
better: down
caveat: 三十日和婴儿满一周岁为默认值；刑期已经届满的应当释放，不收监。
--- */
with reviewed as (
    select coalesce(number, "case") as number, "case", coalesce(organ__corrections_agency, organ, _organ) as place, follow__reviewed_on as gone_on,
        follow__outcome as review, follow__condition as condition, supervise__outcome as supervised, recall_decision__on as decided_on, ended_on
    from case_medical_release
    union all
    select coalesce(number, "case"), "case", coalesce(organ__corrections_agency, organ, _organ), follow__reviewed_on,
        follow__outcome, follow__condition, supervise__outcome, recall_decision__on, ended_on
    from case_medical_release_detention
    union all
    select coalesce(number, "case"), "case", coalesce(organ__corrections_agency, organ, _organ), follow__reviewed_on,
        follow__outcome, follow__condition, supervise__outcome, recall_decision__on, ended_on
    from case_medical_release_court
)
select law_add_days(gone_on, 30) < :as_of as hit, number as label, place as organ, gone_on as day, concat('document:', "case") as link, number, gone_on
from reviewed
where condition = 'gone' and gone_on is not null and coalesce(review, '') <> 'recall' and coalesce(supervised, '') <> 'recall'
    and (decided_on is null or decided_on < gone_on) and ended_on is null
union all
select law_add_days(law_months_after(child_birth_date, 12), 30) < :as_of, decision_no, organ, law_months_after(child_birth_date, 12),
    concat('record:medical_releases:', _key), decision_no, law_months_after(child_birth_date, 12)
from medical_releases
where ground = 'nursing' and child_birth_date is not null and recalled_on is null and (to_date is null or to_date >= :as_of)
