/* ---
indicator: children_supported
title: 在保罪犯未成年子女
grain: 每名在保未成年人一行
purpose: 看罪犯未成年子女保障的人数和家庭情形。
logic: 期间内登记入保、仍在发放的未成年人，按家庭情形计数。
reads: [register_child_subsidies]
columns:
  number: 编号
  family_situation: 家庭情形
  month: 最近发放月份
kind: count
unit: 人
group_by: family_situation
better: none
--- */
select true as hit, number as label, coalesce(organ, _organ) as organ, coalesce(month, entered_on) as day, concat('entry:', entry) as link,
    number, case family_situation when 'both_in_custody' then '父母双方服刑在押' when 'mother_in_custody_father_dead_or_ill' then '母亲在押、父亲死亡或者重病等'
        when 'father_in_custody_mother_dead_or_ill' then '父亲在押、母亲死亡或者重病等' else '其他情形' end as family_situation, month
from register_child_subsidies
where state = 'paying'
