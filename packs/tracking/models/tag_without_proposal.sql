/* ---
model: tag_without_proposal
title: 以拟提请撤销、收监为由定位而没有提请
grain: 每份电子定位决定每个问题一行
purpose: 发现以拟提请撤销缓刑、假释或者收监执行为由使用电子定位装置，长期没有提请，或者不予撤销、收监后没有及时解除的。
logic: >
  适用情形为拟提请的定位决定，使用起日后超过规定日数没有提请撤销、收监，定位没有解除；
  决定使用后裁定不予撤销、决定不予收监，超过规定日数没有解除的。
source: [社区矫正法 第二十九条, 社区矫正法 第四十六条, 社区矫正法 第四十九条]
reads: [monitoring_orders, discipline, cases, case_revocation, case_recall]
leaves_out: [规定日数以内的, 已提请的, 已解除的, 期限已届满的, 适用其他情形的, 有后续决定以其他情形接续的]
parameters:
  days: {default: 30, unit: 日, mark: policy, note: 使用后多少日内应当提请}
  lift_days: {default: 3, unit: 日, mark: policy, note: 不予撤销、收监后多少日内应当解除}
occurrence: [order_no, finding]
columns:
  name: 姓名
  order_no: 决定书号
  finding: 问题（代码）
  finding_zh: 问题
  from_date: 起日
  to_date: 止日
level: high
summary: "{name}（{subject}）的电子定位决定{order_no}（{from_date}至{to_date}）以拟提请撤销、收监为由，{finding_zh}。"
answers: 电子定位决定的送数机关：应当提请或者解除
clears: 提请文书没有报送；同时具备其他法定情形；解除日期没有报送
--- */
with in_use as (
    select *
    from monitoring_orders
    where ground = 'revocation_pending' and from_date <= :as_of and to_date >= :as_of and (removed_on is null or removed_on > :as_of)
),
ended as (
    select subject, max(decided_on) as decided_on
    from (
        select subject, court__on as decided_on from case_revocation where court__outcome = 'refused'
        union all
        select subject, decide__on from case_recall where decide__outcome = 'refused'
        union all
        select id_number, outcome_on from discipline where kind in ('revoke', 'recall') and outcome = 'refused'
    ) as refusals
    group by subject
),
found as (
    select o._ref, 'not_proposed' as finding, '长期没有提请' as finding_zh
    from in_use as o
    where date_diff('day', o.from_date, :as_of) > :days
        and not exists (select 1 from discipline as d where d.id_number = o.id_number and d.kind in ('revoke', 'recall') and d.decided_on >= law_add_days(o.from_date, -:days))
        and not exists (
            select 1 from cases as c
            where c.subject = o.id_number and c.procedure in ('revocation', 'parole_revocation', 'recall') and c.opened_on >= law_add_days(o.from_date, -:days)
        )
    union all
    select o._ref, 'refused', '不予撤销、收监后没有解除'
    from in_use as o
    join ended as e on e.subject = o.id_number and e.decided_on >= o.from_date
    where date_diff('day', e.decided_on, :as_of) > :lift_days
)
select o.id_number as subject, concat_ws('|', o.order_no, f.finding) as occurrence, o._organ as organ,
    o.name, o.order_no, f.finding, f.finding_zh, o.from_date, o.to_date, o._ref as evidence
from found as f
join monitoring_orders as o on o._ref = f._ref
