/* ---
indicator: check_clue_on_time_share
title: 核查线索按期核查率
grain: 每件核查线索一行
purpose: 衡量交办的线索是否按期核查。
logic: 期限最后一日以前核查的，除以已核查的和逾期的。
source: [社区矫正法 第二十六条]
reads: [case_check_clue]
leaves_out: [尚未到期的, 交办时排除的]
columns:
  number: 案件编号
  due_on: 核查期限
  verified_on: 核查日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 五个、二个工作日为默认值。
--- */
select verify__on is not null and verify__on <= verify__due_on as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, verify__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, verify__due_on as due_on, verify__on as verified_on
from case_check_clue
where verify__due_on is not null and (verify__on is not null or verify__due_on < :as_of)
