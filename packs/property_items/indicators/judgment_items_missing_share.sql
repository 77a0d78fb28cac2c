/* ---
indicator: judgment_items_missing_share
title: 判项遗漏率
grain: 法院报送的每项财产性判项一行
purpose: 发现判决有而财产性判项台账没有登记的判项。
logic: 财产性判项台账没有同一裁判、同一人、同一种判项的，除以全部判项，按裁判生效之日归期。
source: [刑事诉讼法解释 第五百二十一条]
reads: [property_items, sentences, register_property_ledger]
leaves_out: [没有生效日期的]
columns:
  judgment_no: 裁判文号
  item: 判项
  effective_on: 生效日期
kind: share
unit: 项
group_by: organ
better: down
caveat: 没收财产不分部分和全部；台账的证件号码登记有误的也会列入，先核对号码。
--- */
select not exists (
        select 1 from register_property_ledger as l
        where l.judgment_no = p.judgment_no and l.id_number = p.id_number and (
            l.kind = p.item or (p.item = 'confiscation' and l.kind in ('confiscation_part', 'confiscation_all')) or (p.item = 'civil_compensation' and l.kind = 'compensation')
        )
    ) as hit,
    p.judgment_no as label, p._organ as organ, s.effective_on as day, concat('record:property_items:', p._key) as link, p.judgment_no, p.item, s.effective_on
from property_items as p
join sentences as s on s.judgment_no = p.judgment_no and s.id_number = p.id_number
