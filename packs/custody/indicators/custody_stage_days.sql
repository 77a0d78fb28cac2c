/* ---
indicator: custody_stage_days
title: 平均羁押日数（按阶段）
grain: 每件羁押最近一个已经处理的阶段一行
purpose: 了解各诉讼阶段的羁押日数，发现羁押过长的阶段。
logic: 自阶段起日至办案机关处理之日的日数之和，除以阶段数；可按阶段分列。
source: [刑事诉讼法 第九十八条]
reads: [case_custody]
leaves_out: [没有处理的阶段, 期满无手续的, 起日不明的]
columns:
  number: 案件编号
  stage: 阶段
  from_on: 起日
  ended_on: 处理日期
  days: 日数
kind: ratio
written_as: mean
unit: 日
group_by: stage
better: down
caveat: 只计最近一个阶段；停止计算的期间没有扣除。
--- */
select date_diff('day', stage__from_on, answer__on) as part_count, 1 as whole_count, coalesce(number, "case") as label, coalesce(organ__house, organ, _organ) as organ, answer__on as day,
    concat('document:', "case") as link, coalesce(number, "case") as number, stage__stage as stage, stage__from_on as from_on, answer__on as ended_on, date_diff('day', stage__from_on, answer__on) as days
from case_custody
where stage__from_on is not null and answer__on >= stage__from_on and coalesce(answer__times, 0) >= coalesce(stage__times, 0)
