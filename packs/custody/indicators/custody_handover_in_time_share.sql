/* ---
indicator: custody_handover_in_time_share
title: 换押及时率
grain: 每次换押后登记新阶段的一行
purpose: 衡量换押手续是否在三日内办理。
logic: 自办案机关移送换押之日起三日以内登记新阶段的，除以已经登记的与期限已过仍未登记的之和。
source: [公安机关办理刑事案件程序规定 第一百五十三条]
reads: [case_steps]
leaves_out: [期限未到且没有登记的]
columns:
  number: 案件编号
  opened_on: 移送换押日期
  done_on: 登记日期
kind: share
unit: 次
group_by: organ
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
caveat: 三日依换押通知，移送换押的三日为政策默认，通知原文未核对。
--- */
select done_on is not null and done_on <= law_add_days(opened_on, 3) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, opened_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, opened_on, done_on
from case_steps as s
where procedure = 'custody' and step = 'stage' and opened_on is not null and (done_on is not null or law_add_days(opened_on, 3) < :as_of)
    and exists (
        select 1 from case_steps as a
        where a."case" = s."case" and a.procedure = 'custody' and a.step = 'answer' and a.outcome = 'handed_over' and a.done_on = s.opened_on
    )
