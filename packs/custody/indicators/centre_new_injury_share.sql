/* ---
indicator: centre_new_injury_share
title: 出区新伤比例
grain: 每次出区一行
purpose: 发现在办案区内新增伤情的。
logic: 出区时有入区时没有的伤情的，除以全部出区。
source: [公安机关办理刑事案件程序规定 第二百条]
reads: [case_case_centre]
leaves_out: [没有出区的]
columns:
  number: 案件编号
  new_injury: 新增伤情
kind: share
unit: 人次
group_by: organ
better: down
caveat: 每一件都应当查明原因。
--- */
with exits as (
    select *, coalesce(check_out__new_injury, check_out_query__new_injury) as new_injury, coalesce(check_out__on, check_out_query__on) as out_on
    from case_case_centre
)
select new_injury as hit, coalesce(number, "case") as label, coalesce(organ__centre, organ, _organ) as organ, out_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, new_injury
from exits
where new_injury is not null and out_on is not null
