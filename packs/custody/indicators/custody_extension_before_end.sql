/* ---
indicator: custody_extension_before_end
title: 延长羁押按期决定率
grain: 每件作出决定的延长侦查羁押期限案件一行
purpose: 衡量延长侦查羁押期限是否在届满以前决定。
logic: 届满当日以前（含当日）决定的，除以全部决定。
source: [人民检察院办理延长侦查羁押期限案件的规定 第十五条]
reads: [case_custody_extension]
leaves_out: [不予受理、撤回、没有决定的]
columns:
  number: 案件编号
  ends_on: 届满日
  decided_on: 决定日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select coalesce(decide_province__decided_on, decide__decided_on, decide_province__on, decide__on) <= opening__ends_on as hit, coalesce(number, "case") as label,
    case when decide_province__on is not null then coalesce(organ__province, organ, _organ) else coalesce(organ__upper, organ, _organ) end as organ,
    coalesce(decide_province__decided_on, decide__decided_on, decide_province__on, decide__on) as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, opening__ends_on as ends_on, coalesce(decide_province__decided_on, decide__decided_on) as decided_on
from case_custody_extension
where decide__on is not null or decide_province__on is not null
