/* ---
model: warnings_without_proposal
title: 两次警告后没有提请
grain: 每件社区矫正一行
purpose: 发现已受两次警告、仍不改正（暂予监外执行的只须两次警告），而没有提请撤销缓刑、撤销假释或者收监执行的。
logic: >
  同一矫正期内两次警告以后：缓刑、假释对象又受到训诫、警告或者治安处罚，暂予监外执行对象以第二次警告为准；此后超过规定日数没有提请，也没有撤销、收监案件。
source: [社区矫正法 第四十六条, 社区矫正法 第四十九条, 社区矫正法实施办法 第四十六条, 社区矫正法实施办法 第四十七条, 社区矫正法实施办法 第四十九条]
reads: [discipline, corrections_cases, cases]
leaves_out: [管制对象, 只有一次警告的, 经复核撤销的警告和训诫以及没有处罚的提请, 前一矫正期的警告, 规定日数以内的, 已提请的, 已解除、终止的, 缓刑假释对象两次警告后没有再违规的]
parameters:
  days:
    default: 30
    unit: 日
    mark: policy
    note: 提请的核查口径，法律没有写明日数
occurrence: [person_no, since]
columns:
  name: 姓名
  person_no: 矫正对象编号
  category: 矫正类别
  second_warning_on: 第二次警告日期
  since: 应当提请之日（再次处罚或者第二次警告日期）
  days_since: 至核查日的日数
spoken:
  category: corrections_cases.category
level: high
summary: "{name}（{subject}，{category}）{second_warning_on}受到第二次警告，自{since}起{days_since}日没有提请。"
answers: 执行地县级社区矫正机构：应当提请，或者说明不提请的理由
clears: 警告已撤销；再次处罚针对警告以前的行为；提请文书没有报送；在押、已判新罪
demand: 对两次警告仍不改正的社区矫正对象，依法提请撤销缓刑、撤销假释或者收监执行。
--- */
with serving as (
    select _ref, _organ, id_number, name, person_no, category, term_start
    from corrections_cases
    where category in ('probation', 'parole', 'medical_release') and released_on is null and end_reason is null and term_start <= :as_of
        and (term_end is null or term_end >= :as_of)
),
sanctioned as (
    select s._ref as case_ref, d._ref, d.kind, d.decided_on, d.document_no,
        row_number() over (partition by s._ref, d.kind order by d.decided_on, d.document_no) as nth
    from serving as s
    join discipline as d on d.id_number = s.id_number and d.decided_on >= s.term_start and d.decided_on <= :as_of
    where d.kind in ('admonition', 'warning', 'public_order') and coalesce(d.outcome, '') <> 'refused'
),
second as (
    select case_ref, _ref as warning_ref, decided_on, document_no
    from sanctioned
    where kind = 'warning' and nth = 2
),
again as (
    select w.case_ref, min(a.decided_on) as decided_on
    from second as w
    join sanctioned as a on a.case_ref = w.case_ref and a.decided_on > w.decided_on
    group by w.case_ref
),
due as (
    select s.*, w.warning_ref, w.decided_on as second_warning_on,
        case when s.category = 'medical_release' then w.decided_on else a.decided_on end as since
    from serving as s
    join second as w on w.case_ref = s._ref
    left join again as a on a.case_ref = s._ref
)
select d.id_number as subject, concat_ws('|', d.person_no, cast(d.since as varchar)) as occurrence, d._organ as organ,
    d.name, d.person_no, d.category, d.second_warning_on, d.since, date_diff('day', d.since, :as_of) as days_since,
    d._ref as evidence, d.warning_ref as evidence_warning
from due as d
where d.since is not null and date_diff('day', d.since, :as_of) > :days
    and not exists (
        select 1 from discipline as p
        where p.id_number = d.id_number and p.kind in ('revoke', 'recall') and p.decided_on >= d.second_warning_on
    )
    and not exists (
        select 1 from cases as c
        where c.subject = d.id_number and c.procedure in ('revocation', 'parole_revocation', 'recall') and c.opened_on >= d.second_warning_on
    )
