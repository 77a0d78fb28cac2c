/* ---
model: benefit_while_serving
title: 服刑期间违规领取社会保险待遇
grain: 每人每种待遇每月一行
purpose: 发现在监狱服刑期间仍在领取养老金、失业金的情况。
logic: 发放养老金或者失业金的月份，此人每一日都在监狱服刑（前后相接的收押记录合并计算，出所当日不算在押）。
source: [社会保险法(2018) 第五十一条]
reads: [benefit_payments, custody_records]
leaves_out: [当月入监或者出监的, 当月暂予监外执行的, 低保]
occurrence: [benefit, month]
columns:
  name: 姓名
  benefit: 待遇种类
  month: 月份
  amount: 当月发放金额（元）
  held_from: 连续在押的首日
  held_to: 连续在押的出所日期，仍在押的为空
level: medium
summary: "{name}（{subject}）{month}全月在监狱服刑，仍领取{benefit}{amount}元。"
answers: 待遇发放记录的送数机关：应当停发并追回
clears: 发放的是羁押前月份的补发；死亡待遇；身份号码变更后并非同一人
caveat: 社会保险待遇停发的依据为地方规定，未经原文核对。
--- */
with serving as (
    select _ref, id_number, admitted_on, coalesce(released_on, law_add_days(:as_of, 1)) as left_on
    from custody_records
    where stage = 'serving' and facility_kind in ('prison', 'juvenile') and admitted_on <= :as_of
),
marked as (
    select *, case
            when admitted_on <= max(left_on) over (
                partition by id_number order by admitted_on, left_on, _ref rows between unbounded preceding and 1 preceding
            ) then 0
            else 1
        end as begins
    from serving
),
numbered as (
    select *, sum(begins) over (partition by id_number order by admitted_on, left_on, _ref rows unbounded preceding) as stretch_no
    from marked
),
stretch as (
    select id_number, stretch_no, min(admitted_on) as held_from, max(left_on) as left_on
    from numbered
    group by id_number, stretch_no
),
paid as (
    select _ref, _organ, id_number, name, benefit, strftime(month, '%Y-%m') as month, amount,
        cast(date_trunc('month', month) as date) as month_start
    from benefit_payments
    where benefit in ('pension', 'unemployment')
)
select p.id_number as subject, concat_ws('|', p.benefit, p.month) as occurrence, p._organ as organ,
    p.name, p.benefit, p.month, p.amount, s.held_from, case when s.left_on <= :as_of then s.left_on end as held_to,
    p._ref as evidence, n._ref as evidence_custody
from paid as p
join stretch as s on s.id_number = p.id_number
    and s.held_from <= p.month_start and s.left_on >= law_months_after(p.month_start, 1)
join numbered as n on n.id_number = s.id_number and n.stretch_no = s.stretch_no
