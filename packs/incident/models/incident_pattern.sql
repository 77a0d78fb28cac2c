/* ---
model: incident_pattern
title: 反复报警、和解过多、先立后录
grain: 每起警情或者每个单位每个问题一行
purpose: 发现同一电话反复报警、现场和解比例过高、经常不给回执的单位，以及没有接警记录的治安案件。
logic: >
  同一电话在规定日数以内报警达到规定次数的，列出达到次数的那一起；核查日前规定日数以内，同一单位已经定性的警情达到规定件数，
  结果为当事人现场和解的比例达到规定比例的；已经接报登记的达到规定件数，没有给回执的比例达到规定比例的；治安案件写明的接警单没有接警记录的。
source: [刑事诉讼法 第一百一十条, 公安机关办理刑事案件程序规定 第一百七十一条, 治安管理处罚法_2025 第九十条]
reads: [case_incident, case_public_order_case]
leaves_out: [重复警情并入主单的, 咨询、投诉、骚扰, 没有报警电话的, 件数不足的, 有接警记录的治安案件]
parameters:
  within_days: {default: 30, unit: 日, mark: policy, note: 反复报警的日数}
  repeats: {default: 3, unit: 次, mark: policy, note: 多少次提示}
  window_days: {default: 90, unit: 日, mark: policy, note: 按单位统计的日数}
  least: {default: 20, unit: 起, mark: policy, note: 按单位统计的最少件数}
  share_percent: {default: 30, unit: "%", mark: policy, note: 和解、不给回执的比例}
occurrence: [number, finding, since]
columns:
  number: 接警单编号、案件编号或者单位
  finding: 问题（代码）
  finding_zh: 问题
  figure: 次数或者比例
  since: 日期
level: low
summary: "{number}：{finding_zh}（{since}，{figure}）。"
answers: 处警单位：应当说明，应当登记、立案的依法登记、立案
clears: 同一号码为单位值班电话；集中整治邻里纠纷；报案人拒绝领取回执；接警单在系统中断期间纸质登记
caveat: 只提示复看，次数、件数和比例均为默认值。
--- */
with alarms as (
    select *, coalesce(receive__no, number, "case") as alarm_number, coalesce(organ__station, organ, _organ) as station,
        cast(receive__called_at as date) as called_on
    from case_incident
    where receive__called_at is not null and cast(receive__called_at as date) <= :as_of
),
callers as (
    select * from alarms
    where receive__phone is not null and coalesce(receive__outcome, '') <> 'merged'
        and receive__kind not in ('duplicate', 'consult', 'complaint', 'disturbance')
),
calls as (
    select a._ref, a.station, a.alarm_number, a.called_on, count(*) as times
    from callers as a
    join callers as b on b.receive__phone = a.receive__phone and b.receive__called_at <= a.receive__called_at
        and date_diff('day', b.called_on, a.called_on) < :within_days
    group by a._ref, a.station, a.alarm_number, a.called_on
),
lately as (
    select * from alarms where date_diff('day', called_on, :as_of) < :window_days
),
stations as (
    select station, min(_ref) as _ref, max(called_on) as last_on,
        count(classify__on) as classified, count(*) filter (where classify__on is not null and value__outcome = 'O13') as settled,
        count(register__on) as registered, count(*) filter (where register__outcome = 'no_receipt') as without
    from lately
    group by station
),
found as (
    select _ref, station, alarm_number as number, 'repeat_caller' as finding, '同一电话反复报警' as finding_zh, cast(times as bigint) as figure, called_on as since
    from calls
    where times = :repeats
    union all
    select _ref, station, station, 'many_settled', '现场和解的比例过高（%）', cast(floor(100 * settled / classified) as bigint), last_on
    from stations
    where classified >= :least and 100 * settled >= :share_percent * classified
    union all
    select _ref, station, station, 'no_receipts', '不给回执的比例过高（%）', cast(floor(100 * without / registered) as bigint), last_on
    from stations
    where registered >= :least and 100 * without >= :share_percent * registered
    union all
    select p._ref, coalesce(p.organ__station, p.organ, p._organ), coalesce(p.number, p."case"), 'case_no_alarm', '治安案件没有接警记录', 1, p.opening__filed_on
    from case_public_order_case as p
    where p.opening__no is not null and p.opening__filed_on <= :as_of
        and not exists (select 1 from alarms as a where a.receive__no = p.opening__no)
)
select number as subject, concat_ws('|', number, finding, cast(since as varchar)) as occurrence, station as organ,
    number, finding, finding_zh, figure, since, _ref as evidence
from found
