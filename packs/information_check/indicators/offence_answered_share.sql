/* ---
indicator: offence_answered_share
title: 处罚后三十日处理率
grain: 每件核查属实的处罚线索一行
purpose: 衡量受治安处罚的矫正对象是否在三十日内作出处理。
logic: 决定后三十日内有训诫、警告、提请等奖惩记录的，除以三十日已过的。
source: [社区矫正法 第二十八条]
reads: [case_check_clue, discipline]
leaves_out: [三十日以内的, 身份错误、数据错误的]
columns:
  number: 案件编号
  decided_on: 处罚决定日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 三十日为默认值，与模型“矫正对象违法犯罪未处理”同。
--- */
select exists (
        select 1 from discipline as d
        where d.id_number = c.subject and d.kind <> 'praise' and d.decided_on >= c.opening__offence_decided_on and d.decided_on <= law_add_days(c.opening__offence_decided_on, 30)
    ) as hit, coalesce(c.number, c."case") as label, coalesce(c.organ__agency, c.organ, c._organ) as organ, c.opening__offence_decided_on as day,
    concat('document:', c."case") as link, coalesce(c.number, c."case") as number, c.opening__offence_decided_on as decided_on
from case_check_clue as c
where c.opening__set = 'penalty' and c.verify__outcome = 'confirmed' and law_add_days(c.opening__offence_decided_on, 30) < :as_of
