/* ---
model: overtime_irregular
title: 加班审批、补休不合规定
grain: 每次加班每个问题一行
purpose: 发现加班以后才批准、不是监狱长批准、未成年犯加班以及没有补休的情形。
logic: >
  批准日期晚于加班日期的，或者加班已过仍没有审批的；由其他人批准的；有未成年犯的；
  加班后超过规定日数没有补休登记的。
source: [监狱法 第一百零三条]
reads: [register_overtime]
leaves_out: [加班当日批准的, 未批准而没有加班的, 规定日数以内的, 已经补休的]
parameters:
  rest_days: {default: 30, unit: 日, mark: policy, note: 加班后多少日内应当补休}
occurrence: [number, finding]
columns:
  number: 审批编号
  finding: 问题（代码）
  finding_zh: 问题
  ward: 监区
  day: 加班日期
  approved_on: 批准日期
  comp_day: 安排的补休日期
  rested_on: 实际补休日期
level: medium
summary: "{ward}{day}加班（{number}）：{finding_zh}。"
answers: 安排加班的监狱：应当安排补休并说明
clears: 补休、批准没有登记；加班取消
caveat: 补休的三十日为默认值。
--- */
with works as (
    select *, coalesce(number, entry) as entry_number
    from register_overtime
    where state <> 'refused' and day is not null
),
found as (
    select *, 'approved_late' as finding, '加班以后才批准或者没有批准' as finding_zh
    from works where approved_on > day or (approved_on is null and day < :as_of)
    union all
    select *, 'not_governor', '不是监狱长批准'
    from works where not approver_is_governor
    union all
    select *, 'minors', '安排未成年犯加班'
    from works where minors and approved_on is not null
    union all
    select *, 'not_rested', '没有补休'
    from works where state = 'approved' and rested_on is null and law_add_days(day, :rest_days) < :as_of
)
select concat(coalesce(organ, _organ), ward) as subject, concat_ws('|', entry_number, finding) as occurrence, coalesce(organ, _organ) as organ,
    entry_number as number, finding, finding_zh, ward, day, approved_on, comp_day, rested_on, _ref as evidence
from found
