/* ---
model: confinement_irregular
title: 禁闭超期或者未经批准
grain: 每次禁闭每个问题一行
purpose: 发现禁闭超过法定的十五日、超过批准的天数，或者没有批准即执行的情形。
logic: >
  禁闭自开始之日起首日计入，到解除之日（没有解除的到核查日）超过十五日的；超过批准天数的；
  执行禁闭而没有批准日期，或者开始日期早于批准日期的；二〇二六年十一月一日以前批准的少于七日的。
source: [监狱法_2012 第五十八条, 监狱法_2026 第八十四条]
reads: [register_penalties]
leaves_out: [第十五日解除的, 警告、记过, 提前解除的, 批准而没有执行的]
parameters:
  days_max: {default: 15, unit: 日, mark: law, note: 监狱法（2026年修订）第八十四条，禁闭十五日以下；修订前为七日至十五日}
occurrence: [number, finding]
columns:
  number: 处罚编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  from_on: 禁闭开始日期
  lifted_on: 解除日期
  days: 禁闭日数
  days_asked: 批准天数
level: high
summary: "{name}自{from_on}起禁闭{days}日（{number}）：{finding_zh}。"
answers: 执行禁闭的监狱：仍在禁闭的应当立即解除并说明
clears: 解除、批准日期没有登记；登记日期有误
--- */
with confined as (
    select *, coalesce(number, entry) as entry_number, date_diff('day', from_on, coalesce(lifted_on, :as_of)) + 1 as days
    from register_penalties
    where penalty = 'confinement' and from_on is not null and from_on <= :as_of
),
found as (
    select *, 'over_fifteen' as finding, '超过法定的十五日' as finding_zh
    from confined where days > :days_max
    union all
    select *, 'over_approved', '超过批准的天数'
    from confined where days_asked is not null and days > days_asked and days <= :days_max
    union all
    select *, 'not_approved', '没有批准或者批准以前已经执行'
    from confined where approved_on is null or approved_on > from_on
    union all
    select *, 'under_seven', '批准时施行的法律规定不少于七日'
    from confined where approved_on < date '2026-11-01' and days_asked < 7
)
select coalesce(id_number, concat(coalesce(organ, _organ), subject_name)) as subject, concat_ws('|', entry_number, finding) as occurrence, coalesce(organ, _organ) as organ,
    entry_number as number, finding, finding_zh, subject_name as name, from_on, lifted_on, days, days_asked, _ref as evidence
from found
