/* ---
model: labour_week_irregular
title: 未成年犯超时劳动、没有教育日、占用节假日没有补休
grain: 每名罪犯一周一种情形一行
purpose: 按出收工台账核对未成年犯每日四小时、每周二十四小时，成年犯每周四十八小时（含教育），每周一个教育日，节假日、休息日劳动的补休和与门禁的差异。
logic: >
  周一至周日为一周，只看有记录的日子，记录不满四日的周不判断教育日和周工时；
  未成年犯一日劳动超过四小时；一周劳动和教育合计超过四十八小时（未成年犯二十四小时）；
  七日都有记录而没有六小时以上的教育日；节假日、休息日劳动或者加班，超过规定日数没有补休；登记与门禁相差超过规定分钟。
source: [监狱法_2012 第七十一条, 监狱法_2026 第一百零三条]
reads: [register_labour_days]
leaves_out: [恰为四小时、四十八小时的, 已经补休的, 记录不满四日的周, 恰为六小时的教育日, 规定日数以内的]
parameters:
  rest_days: {default: 30, unit: 日, mark: policy, note: 补休的期限，监狱法未定}
  gate_minutes: {default: 30, unit: 分钟, mark: policy, note: 登记与门禁允许相差的分钟}
  study_minutes: {default: 360, unit: 分钟, mark: policy, note: 教育日的课时}
occurrence: [prison, name, week, finding]
columns:
  prison: 监狱
  name: 姓名
  week: 该周周一
  finding: 情形（代码）
  finding_zh: 情形
  amount: 分钟、日数
level: medium
summary: "{name}在{prison}{week}起的一周：{finding_zh}（{amount}）。"
answers: 安排劳动的监狱：应当安排休息、补休并说明
clears: 登记有误；补休没有登记；教育日在平台外记录
caveat: 工时数字出自1995年规定的二手来源，教育日课时、补休日数、门禁差异为默认值。
--- */
with dated as (
    select *, coalesce(organ, _organ) as prison, cast(date_trunc('week', day) as date) as week,
        greatest(coalesce(labour_minutes, 0), coalesce(over_minutes, 0)) as worked, coalesce(study_minutes, 0) as studied
    from register_labour_days
    where day is not null
),
by_week as (
    select prison, subject_name, id_number, week, bool_or(minor) as minor, count(*) as recorded, sum(worked) as worked, sum(studied) as studied, max(worked) as longest,
        max(studied) as study_day, min(_ref) as evidence
    from dated
    group by prison, subject_name, id_number, week
),
found as (
    select prison, subject_name, id_number, week, 'minor_day' as finding, '未成年犯一日劳动超过四小时' as finding_zh, cast(longest as bigint) as amount, evidence
    from by_week where minor and longest > 240
    union all
    select prison, subject_name, id_number, week, 'week_over', '一周劳动和教育合计超时', cast(worked + studied as bigint), evidence
    from by_week where recorded >= 4 and worked + studied > case when minor then 1440 else 2880 end
    union all
    select prison, subject_name, id_number, week, 'no_study_day', '没有教育日', cast(study_day as bigint), evidence
    from by_week where recorded = 7 and study_day < :study_minutes
    union all
    select prison, subject_name, id_number, week, 'not_rested', '节假日、休息日劳动或者加班没有补休', cast(max(date_diff('day', day, :as_of)) as bigint), min(_ref)
    from dated where (state in ('over', 'breach') or (state = 'differs' and over_minutes > 0)) and worked > 0 and law_add_days(day, :rest_days) < :as_of
    group by prison, subject_name, id_number, week
    union all
    select prison, subject_name, id_number, week, 'gate_differs', '登记与门禁不一致', cast(max(abs(gate_minutes - worked - coalesce(breaks_minutes, 0))) as bigint), min(_ref)
    from dated where gate_minutes is not null and abs(gate_minutes - worked - coalesce(breaks_minutes, 0)) > :gate_minutes
    group by prison, subject_name, id_number, week
)
select coalesce(id_number, concat(prison, subject_name)) as subject, concat_ws('|', prison, subject_name, cast(week as varchar), finding) as occurrence, prison as organ,
    prison, subject_name as name, week, finding, finding_zh, amount, evidence
from found
