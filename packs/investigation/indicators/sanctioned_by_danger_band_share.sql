/* ---
indicator: sanctioned_by_danger_band_share
title: 评估等级校验：一年内受处分率
grain: 每件评估为适宜、已决定适用社区矫正满一年的一行
purpose: 按评估的社会危险性等级，看决定后十二个月内受到警告、治安处罚建议、撤销或者收监的比例，用来校验评估表的权重。
logic: 决定后十二个月内有警告以上处分记录的，除以该等级决定已满十二个月的。
source: [社区矫正法 第十八条]
reads: [case_investigation, discipline]
leaves_out: [没有适用社区矫正的, 决定未满十二个月的]
columns:
  number: 案件编号
  band_zh: 评估等级
  decided_on: 决定日期
kind: share
unit: 件
group_by: band_zh
better: none
caveat: 人数很少的等级只供参考；评分不得作为意见的唯一依据。
--- */
select exists (
        select 1 from discipline as d
        where d.id_number = v.subject and d.kind in ('warning', 'public_order', 'revoke', 'recall') and d.decided_on >= v.outcome__decided_on and d.decided_on < law_months_after(v.outcome__decided_on, 12)
    ) as hit, coalesce(v.number, v."case") as label, coalesce(v.organ__agency, v.organ, v._organ) as organ, v.outcome__decided_on as day, concat('document:', v."case") as link, coalesce(v.number, v."case") as number,
    case v.deliberate__danger when 'low' then '低' when 'medium' then '中' else '高' end as band_zh, v.outcome__decided_on as decided_on
from case_investigation as v
where v.outcome__decision = 'corrections' and v.deliberate__danger in ('low', 'medium', 'high') and law_months_after(v.outcome__decided_on, 12) <= :as_of
