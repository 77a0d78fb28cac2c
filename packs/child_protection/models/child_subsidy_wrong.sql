/* ---
model: child_subsidy_wrong
title: 未成年子女补贴重复领取或者终止不当
grain: 每条保障对象记录的每种问题一行
purpose: 发现同一儿童在两处领取、父母释放后仍在发放、父母仍在服刑而以父母释放为由终止的补贴。
logic: 同一身份号码有两条以上发放中的记录；登记发放的月份晚于服刑父母释放的当月；以父母释放为由终止，而核查日父母仍在服刑的。
source: [未成年人保护法(2020) 第九十二条]
reads: [register_child_subsidies, custody_records]
leaves_out: [没有登记儿童或者父母身份号码的, 释放当月发放的, 另一处已经终止的, 父母转押的]
occurrence: [entry, kind]
columns:
  number: 台账编号
  entry: 记录
  child: 儿童
  kind: 问题（代码）
  kind_zh: 问题
  day: 相关日期
spoken:
  kind: {twice: 在两处以上发放, after_release: 父母释放次月后仍在发放, still_serving: 父母仍在服刑而终止}
level: high
summary: "{child}的补贴（{number}）{kind_zh}，相关日期{day}。"
answers: 发放补贴的县级民政部门：应当核实并更正
clears: 另一方仍无抚养能力而依法继续保障；释放后又因他案收押；身份号码登记有误
demand: 核实儿童父母现状，停止重复发放，更正起止月份，少发的补发。
caveat: 父母一方释放后是否恢复监护能力须实际查验，释放本身只是查验的理由。
--- */
with serving as (
    select id_number, max(coalesce(released_on, date '9999-12-31')) as free_on, min(_ref) as custody_ref
    from custody_records
    where stage = 'serving' and admitted_on <= :as_of
    group by id_number
),
twice as (
    select child_id_number, count(*) as paying
    from register_child_subsidies
    where state = 'paying' and child_id_number is not null
    group by child_id_number
)
select r.child_id_number as subject, concat_ws('|', r.entry, 'twice') as occurrence, coalesce(r.organ, r._organ) as organ,
    r.number, r.entry, r.child, 'twice' as kind, '在两处以上发放' as kind_zh, r.first_month as day, r._ref as evidence, cast(null as bigint) as evidence_custody
from register_child_subsidies as r
join twice as t on t.child_id_number = r.child_id_number and t.paying > 1
where r.state = 'paying'
union all
select r.child_id_number, concat_ws('|', r.entry, 'after_release'), coalesce(r.organ, r._organ),
    r.number, r.entry, r.child, 'after_release', '父母释放次月后仍在发放', s.free_on, r._ref, s.custody_ref
from register_child_subsidies as r
join serving as s on s.id_number = r.parent_id_number
where r.state = 'paying' and s.free_on <= :as_of
    and strftime(r.month, '%Y-%m') > strftime(s.free_on, '%Y-%m')
union all
select r.child_id_number, concat_ws('|', r.entry, 'still_serving'), coalesce(r.organ, r._organ),
    r.number, r.entry, r.child, 'still_serving', '父母仍在服刑而终止', r.last_month, r._ref, s.custody_ref
from register_child_subsidies as r
join serving as s on s.id_number = r.parent_id_number
where r.state = 'ended' and r.end_reason = 'parent_released' and s.free_on > :as_of
