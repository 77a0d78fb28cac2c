/* ---
model: leave_chain
title: 以连续外出代替变更执行地
grain: 每人每个目的地一行
purpose: 发现在同一目的地连续请假、实际已经移居而没有变更执行地的。
logic: 核查日以前规定日数内，获准前往同一目的地的外出日数（起止两日计入，只计窗口以内的）合计超过规定日数。
source: [社区矫正法 第二十七条, 社区矫正法实施办法 第三十条]
reads: [leaves, case_relocation]
leaves_out: [恰好规定日数的, 已申请变更执行地的, 没有批准的, 不同目的地的, 窗口以前的]
parameters:
  window: {default: 180, unit: 日, mark: policy, note: 统计的日数}
  days: {default: 90, unit: 日, mark: policy, note: 合计超过多少日列为线索}
occurrence: [subject, destination]
columns:
  name: 姓名
  destination: 目的地行政区划
  days_away: 合计日数
  times: 次数
  first_from: 最早一次起日
  last_to: 最后一次止日
spoken:
  destination: division
level: low
summary: "{name}（{subject}）{first_from}至{last_to}获准前往{destination}{times}次，共{days_away}日。"
answers: 外出审批的送数机关：应当核查是否已经移居，符合条件的依申请变更执行地
clears: 住院治疗、诉讼等确需多次外出；已申请变更执行地
demand: 核查实际居住情况，应当变更执行地的依法办理。
--- */
with granted as (
    select id_number, name, destination, leave_no, _organ, _ref,
        greatest(from_date, law_add_days(:as_of, 1 - :window)) as from_date, least(to_date, :as_of) as to_date
    from leaves
    where approver <> 'refused' and from_date <= :as_of and to_date > law_add_days(:as_of, -:window)
),
summed as (
    select id_number, destination, max(name) as name, max(_organ) as _organ, max(_ref) as _ref, count(*) as times, min(from_date) as first_from, max(to_date) as last_to,
        sum(date_diff('day', from_date, to_date) + 1) as days_away
    from granted
    group by id_number, destination
)
select id_number as subject, concat_ws('|', id_number, destination) as occurrence, _organ as organ, name, destination, cast(days_away as bigint) as days_away, times, first_from, last_to,
    _ref as evidence
from summed
where days_away > :days and times > 1
    and not exists (select 1 from case_relocation as r where r.subject = summed.id_number and r.opened_on > law_add_days(:as_of, -:window))
