/* ---
indicator: exit_gap_mended_share
title: 限制出境缺漏补办率
grain: 每件没有限制的案件一行
purpose: 衡量没有限制的是否在报到后十个工作日内补办。
logic: 报到后十个工作日内补办生效的，除以核对缺漏的（尚未到期的除外）。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十条]
reads: [case_exit_ban]
leaves_out: [尚未到期的]
columns:
  number: 案件编号
  arrived_on: 报到日期
  mended_on: 补办日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 十个工作日为默认值。
--- */
select coalesce(tell_procuratorate__mended_on, mend__mended_on, accept__accepted_on) <= law_add_working_days(coalesce(opening__arrived_on, check__on), 10) as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ,
    check__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, opening__arrived_on as arrived_on, coalesce(tell_procuratorate__mended_on, mend__mended_on, accept__accepted_on) as mended_on
from case_exit_ban
where check__outcome = 'missing' and (coalesce(tell_procuratorate__mended_on, mend__mended_on, accept__accepted_on) is not null
    or law_add_working_days(coalesce(opening__arrived_on, check__on), 10) < :as_of)
