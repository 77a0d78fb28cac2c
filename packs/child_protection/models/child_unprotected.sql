/* ---
model: child_unprotected
title: 服刑人员未成年子女未纳入保障
grain: 每名服刑人员的未成年子女一行
purpose: 发现父母一方服刑、另一方无力监护而没有纳入保障的未成年子女。
logic: 父母一方正在服刑，子女在核查日未满十八周岁，另一方服刑、死亡、失踪或者重病重残，且没有任何机关记载保障起月。
source: [未成年人保护法(2020) 第九十二条]
reads: [dependants, custody_records]
leaves_out: [已满十八周岁的, 另一方有监护能力的, 已纳入保障（含本月起）的, 父母已释放的]
occurrence: [child_id_number]
columns:
  child_name: 子女姓名
  child_id_number: 子女身份号码
  parent_id_number: 服刑父母身份号码
  other_parent: 另一方状况
  guardian: 现监护人
level: high
summary: "{child_name}（{child_id_number}）的父或者母正在服刑，另一方{other_parent}，没有纳入保障。"
answers: 子女记录的送数机关：应当移送民政部门并落实保障
clears: 已由亲属实际照料并享受其他保障；保障发放记录未报送；另一方状况已变化
caveat: 未成年人保护法不在本项目的法条文本之内，未经原文核对。
--- */
with serving as (
    select distinct id_number, _ref
    from custody_records
    where stage = 'serving' and admitted_on <= :as_of and (released_on is null or released_on > :as_of)
),
child as (
    select *, law_months_after(
            cast(concat_ws('-', substr(child_id_number, 7, 4), substr(child_id_number, 11, 2), substr(child_id_number, 13, 2)) as date), 216
        ) as eighteenth_birthday
    from dependants
)
select c.child_id_number as subject, c.child_id_number as occurrence, c._organ as organ,
    c.child_name, c.child_id_number, c.parent_id_number, c.other_parent, c.guardian, c._ref as evidence, s._ref as evidence_custody
from child as c
join serving as s on s.id_number = c.parent_id_number
where :as_of <= c.eighteenth_birthday and c.other_parent in ('serving', 'dead', 'missing', 'ill')
    and not exists (select 1 from dependants as d where d.child_id_number = c.child_id_number and d.subsidised_from is not null)
