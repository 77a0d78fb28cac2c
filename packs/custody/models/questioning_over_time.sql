/* ---
model: questioning_over_time
title: 继续盘问超过时限
grain: 每次继续盘问每个问题一行
purpose: 发现超过批准时限、没有结束记录以及不批准延长以后没有立即释放的继续盘问。
logic: >
  自带至公安机关时起算，结束时刻晚于批准的时限（十二、二十四、四十八小时；怀孕或者哺乳的妇女、不满十六周岁、已满七十周岁的四小时）的；
  到达后第三日起仍没有结束记录的；不批准延长以后超过规定分钟数才释放的。
source: [人民警察法 第九条, 公安机关适用继续盘问规定_2004 第十一条, 公安机关适用继续盘问规定_2004 第十九条]
reads: [case_continued_questioning]
leaves_out: [恰在时限届满时结束的, 经批准延长而在新的时限内结束的, 当场盘问后排除嫌疑的, 到达次日仍在盘问的]
parameters:
  release_minutes: {default: 30, unit: 分钟, mark: policy, note: 不批准以后多少分钟以内释放算作立即}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  arrived_at: 带至时间
  ended_at: 结束时间
  most_hours: 批准的小时数
  minutes: 分钟数
level: high
summary: "{name}（{subject}）继续盘问案件{number}：{finding_zh}（批准{most_hours}小时）。"
answers: 实施继续盘问的派出所：应当说明并通报督察部门
clears: 到达或者结束时间录入有误；中途送医的时间另有记录
caveat: 不批准以后“立即”释放以三十分钟为默认值。
--- */
with stays as (
    select *, coalesce(number, "case") as case_number,
        case when bring__group in ('woman', 'minor', 'old') then 4 when extend_48__outcome = 'approved' then 48 when extend_24__outcome = 'approved' then 24 else 12 end as most_hours
    from case_continued_questioning
    where bring__outcome = 'asked' and bring__arrived_at is not null
),
found as (
    select *, 'over_time' as finding, '超过批准的时限' as finding_zh, (epoch(close__ended_at) - epoch(bring__arrived_at)) / 60 as stayed
    from stays where epoch(close__ended_at) - epoch(bring__arrived_at) > most_hours * 3600
    union all
    select *, 'not_ended', '没有结束的记录，已超过四十八小时', cast(null as double)
    from stays where close__ended_at is null and ended_on is null and law_add_days(cast(bring__arrived_at as date), 2) < :as_of
    union all
    select *, 'kept_after_refusal', '不批准以后没有立即释放', (epoch(close__ended_at) - epoch(extend_24__approved_at)) / 60
    from stays where extend_24__outcome = 'refused' and epoch(close__ended_at) - epoch(bring__arrived_at) <= most_hours * 3600
        and epoch(close__ended_at) - epoch(extend_24__approved_at) > :release_minutes * 60
)

select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__station, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '被盘问人') as name, bring__arrived_at as arrived_at, close__ended_at as ended_at,
    most_hours, cast(floor(stayed) as bigint) as minutes, _ref as evidence
from found
