/* ---
model: questioning_chained
title: 连续继续盘问
grain: 每次与前一次相连的继续盘问一行
purpose: 发现以连续继续盘问的方式变相拘禁他人的。
logic: >
  同一人前一次继续盘问终止以后不足规定小时数又被带至公安机关继续盘问的（不论是否同一派出所），记在后一次；前一次尚未终止又登记后一次的，同样列出。
  合计时长为相连各次自带至到终止的时间之和。
source: [公安机关适用继续盘问规定 第十二条, 公安机关适用继续盘问规定 第十九条, 人民警察法 第九条]
reads: [case_continued_questioning]
leaves_out: [恰好间隔规定小时数的, 当场盘问检查后排除嫌疑没有继续盘问的, 没有批准继续盘问而立即释放的, 身份没有查明、无法认定为同一人的, 终止后转为拘留等其他措施的]
parameters:
  gap_hours: {default: 24, unit: 小时, mark: policy, note: 两次继续盘问相隔不足多少小时视为连续；规定没有写明间隔}
occurrence: [number]
columns:
  number: 案件编号
  earlier_number: 前一次案件编号
  name: 姓名
  earlier_ended_at: 前一次终止时间
  arrived_at: 本次带至时间
  gap_minutes: 间隔分钟数
  total_minutes: 两次合计分钟数
level: high
summary: "{name}（{subject}）{earlier_number}终止后又被继续盘问（{number}），间隔{gap_minutes}分钟。"
answers: 后一次实施继续盘问的派出所：应当说明有无新的违法犯罪嫌疑
clears: 后一次另有新的违法犯罪嫌疑并符合继续盘问情形；同名同号登记错误；终止时间录入有误
demand: 核查两次继续盘问的事由、审批和释放记录，属于变相拘禁的，立即释放并依法处理责任人员。
caveat: 间隔小时数为默认值；有新的事由再次继续盘问不当然违法，应当逐件核查。
--- */
with stays as (
    select coalesce(number, "case") as case_number, subject, subject_name, coalesce(organ__station, organ, _organ) as place, _ref,
        bring__arrived_at as arrived_at, close__ended_at as ended_at
    from case_continued_questioning
    where subject is not null and bring__outcome = 'asked' and approve_12__outcome = 'approved' and bring__arrived_at is not null
),
joined as (
    select later.*, earlier.case_number as earlier_number, earlier.ended_at as earlier_ended_at, earlier.arrived_at as earlier_arrived_at, earlier._ref as earlier_ref,
        row_number() over (partition by later.case_number order by earlier.arrived_at desc, earlier.case_number) as place_before
    from stays as later
    join stays as earlier on earlier.subject = later.subject and earlier.case_number <> later.case_number and earlier.arrived_at < later.arrived_at
)
select subject, case_number as occurrence, place as organ, case_number as number, earlier_number, coalesce(subject_name, '被盘问人') as name, earlier_ended_at,
    arrived_at, cast(floor((epoch(arrived_at) - epoch(earlier_ended_at)) / 60) as bigint) as gap_minutes,
    cast(floor((coalesce(epoch(earlier_ended_at), epoch(arrived_at)) - epoch(earlier_arrived_at) + epoch(ended_at) - epoch(arrived_at)) / 60) as bigint) as total_minutes,
    _ref as evidence, earlier_ref as evidence_earlier
from joined
where place_before = 1 and (earlier_ended_at is null or epoch(arrived_at) - epoch(earlier_ended_at) < :gap_hours * 3600)
