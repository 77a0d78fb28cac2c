/* ---
model: interrogation_overtime
title: 违法讯问（超时、间隔不足、未录音录像、未成年人无合适成年人）
grain: 每份讯问笔录的一种情形一行
purpose: 发现传唤、拘传持续时间过长、间隔不足，以及应当录音录像、应当有合适成年人到场而没有的讯问。
logic: >
  超时：传唤、拘传从到案到离开超过十二小时（案情特别重大、复杂的二十四小时）；间隔不足：离开前一次传唤、拘传后不足规定小时数再次到案（不论何案，
  线索记在后一份笔录）；未录音录像：应当录音录像而没有录像编号；无合适成年人：未成年人而没有合适成年人到场的记录。
source: [刑事诉讼法 第一百一十九条, 刑事诉讼法 第一百二十三条, 刑事诉讼法 第二百八十一条, 人民检察院刑事诉讼规则 第八十三条, 人民检察院刑事诉讼规则 第一百八十五条]
reads: [interrogations]
leaves_out: [恰好十二小时（二十四小时）的, 恰好到间隔小时数的, 羁押中的提讯不计时长和间隔, 同一次到案的多份笔录之间不计间隔]
parameters:
  interval_hours:
    default: 12
    unit: 小时
    mark: policy
    note: 检察机关依刑事诉讼规则第八十三条、第一百八十五条，两次间隔一般不得少于十二小时；对公安机关法律只规定不得变相拘禁，按十二小时核查
occurrence: [record_no, reason]
columns:
  name: 姓名
  record_no: 笔录编号
  case_no: 案件编号
  reason: 情形
  reason_zh: 情形（中文）
  arrived_at: 到案时间
  left_at: 离开时间
  minutes: 超时的为持续分钟数，间隔不足的为间隔分钟数
spoken:
  reason: {over_time: 超时, short_interval: 间隔不足, not_recorded: 未录音录像, no_guardian: 无合适成年人}
level: high
summary: "{name}（{subject}）的讯问（笔录{record_no}）{reason_zh}。"
answers: 讯问记录的送数机关：应当说明并纠正
clears: 时间录入有误；录像另行保存未登记编号；合适成年人到场另有记录；法定延长情形未标明
caveat: 间隔十二小时对公安机关是核查口径，不是法律明文。
--- */
with summoned as (
    select *, epoch(left_at) - epoch(arrived_at) as stayed_seconds
    from interrogations
    where basis in ('summons', 'compelled')
),
over_time as (
    select _ref, 'over_time' as reason, '超过法定时限' as reason_zh, stayed_seconds as seconds, cast(null as bigint) as earlier_ref
    from summoned
    where stayed_seconds > law_summons_most_hours(coalesce(complex, false), true) * 3600
),
short_interval as (
    select later._ref, 'short_interval' as reason, '与前一次间隔不足' as reason_zh,
        epoch(later.arrived_at) - epoch(earlier.left_at) as seconds, earlier._ref as earlier_ref
    from summoned as later
    join summoned as earlier on earlier.id_number = later.id_number and earlier.record_no <> later.record_no
        and earlier.left_at <= later.arrived_at and earlier.arrived_at < later.arrived_at
    where epoch(later.arrived_at) - epoch(earlier.left_at) < :interval_hours * 3600
),
nearest as (
    select *, row_number() over (partition by _ref order by seconds, earlier_ref) as place
    from short_interval
),
found as (
    select _ref, reason, reason_zh, seconds, earlier_ref from over_time
    union all
    select _ref, reason, reason_zh, seconds, earlier_ref from nearest where place = 1
    union all
    select _ref, 'not_recorded', '应当录音录像而未录', cast(null as double), cast(null as bigint)
    from interrogations
    where must_record and video_no is null
    union all
    select _ref, 'no_guardian', '未成年人没有合适成年人到场', cast(null as double), cast(null as bigint)
    from interrogations
    where minor and not coalesce(guardian_present, false)
)
select i.id_number as subject, concat_ws('|', i.record_no, f.reason) as occurrence, i._organ as organ,
    i.name, i.record_no, i.case_no, f.reason, f.reason_zh, i.arrived_at, i.left_at,
    cast(floor(f.seconds / 60) as bigint) as minutes, i._ref as evidence, f.earlier_ref as evidence_earlier
from found as f
join interrogations as i on i._ref = f._ref
