/* ---
indicator: on_spot_share
title: 当场扣分占比
grain: 每件已经决定的日常扣分一行
purpose: 衡量扣分由民警当场决定的比例，过高的应当抽查。
logic: 管教民警当场决定的，除以已经决定的日常扣分。
source: [监狱计分考核罪犯工作规定 第二十七条]
reads: [case_conduct]
leaves_out: [没有决定的, 加分和专项加分]
columns:
  number: 案件编号
  decided_level: 决定层级
kind: share
unit: 件
group_by: organ
better: none
caveat: 当场扣分本身合法，比例只用于安排抽查。
--- */
select value__decided_level = 'officer' as hit, coalesce(number, "case") as label, coalesce(organ__prison, organ, _organ) as organ, propose__happened_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, value__decided_level as decided_level
from case_conduct
where propose__kind = 'deduction' and value__decided_level in ('officer', 'ward', 'prison')
