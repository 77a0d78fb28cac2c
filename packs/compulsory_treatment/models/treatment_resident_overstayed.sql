/* ---
model: treatment_resident_overstayed
title: 强制医疗没有定期评估、应当解除而没有解除
grain: 每名被强制医疗人每个问题一行
purpose: 发现没有定期诊断评估、已无人身危险而没有提出解除意见、收到解除决定当日没有解除，无决定书收治，以及保护性约束过久的情形。
logic: >
  治疗中的人员，最近一次诊断评估（没有评估的自收治之日）满规定月数没有再评估的；诊断为没有人身危险，规定工作日内没有提出解除意见的；收到解除决定的次日仍未解除或者晚于当日解除的；档案中没有强制医疗决定书而收治的；保护性约束超过规定时数没有解除或者才解除的（没有解除的算到核查日零时）。
source: [强制医疗执行检察办法 第十二条, 刑事诉讼法 第三百零六条, 适用刑事诉讼法的解释 第六百四十七条]
reads: [register_treatment_residents]
leaves_out: [当日解除的, 期限以内的, 已经解除或者死亡的（当日解除除外）, 是否有决定书没有登记的, 仍有人身危险的, 约束恰满规定时数解除的, 提出解除意见后法院尚未决定的]
parameters:
  assess_months: {default: 6, unit: 个月, mark: policy, note: 法律为定期，每六个月一次为默认值}
  propose_workdays: {default: 10, unit: 个工作日, mark: policy, note: 诊断无危险后提出解除意见的期限}
  restraint_hours: {default: 24, unit: 小时, mark: policy, note: 保护性约束须解除或者重新审批的时数}
occurrence: [person, finding, since]
columns:
  person: 人员
  finding: 问题（代码）
  finding_zh: 问题
  since: 起算日期
  done_on: 办理日期，未办理为空
level: high
summary: "{person}：{finding_zh}（自{since}起，办理日期{done_on}）。"
answers: 强制医疗机构：应当立即评估、提出解除意见或者解除
clears: 已评估、已解除而没有登记；解除意见正在法院审查
caveat: 六个月、十个工作日和约束二十四小时为默认值；当日解除为法定要求。
--- */
with residents as (
    select _ref, coalesce(organ, _organ) as organ, coalesce(person_number, person_name, entry) as person, state, admitted_on, diagnosed_on, danger,
        lift_opinion_on, refused_on, lift_received_on, lifted_on, decision_in_file, restrained_at, restraint_ended_at
    from register_treatment_residents
),
found as (
    select _ref, organ, person, 'not_assessed' as finding, '没有定期诊断评估' as finding_zh, coalesce(diagnosed_on, admitted_on) as since, cast(null as date) as done_on
    from residents
    where state in ('treated', 'restrained') and law_months_after(coalesce(diagnosed_on, admitted_on), :assess_months) < :as_of
    union all
    select _ref, organ, person, 'not_proposed', '已无人身危险，没有提出解除意见', diagnosed_on, cast(null as date)
    from residents
    where state in ('treated', 'restrained') and not danger and diagnosed_on is not null and (lift_opinion_on is null or (lift_opinion_on <= refused_on and refused_on < diagnosed_on))
        and law_add_working_days(diagnosed_on, :propose_workdays) < :as_of
    union all
    select _ref, organ, person, 'not_lifted', '收到解除决定当日没有解除', lift_received_on, lifted_on
    from residents
    where lift_received_on is not null and coalesce(lifted_on, :as_of) > lift_received_on
    union all
    select _ref, organ, person, 'no_decision', '档案中没有强制医疗决定书', admitted_on, cast(null as date)
    from residents
    where decision_in_file = false and state in ('treated', 'restrained')
    union all
    select _ref, organ, person, 'restrained_long', '保护性约束超过规定时数', cast(restrained_at as date), cast(null as date)
    from residents
    where state = 'restrained' and date_diff('minute', restrained_at, cast(:as_of as timestamptz)) > :restraint_hours * 60
    union all
    select _ref, organ, person, 'restrained_long', '保护性约束超过规定时数', cast(restrained_at as date), cast(restraint_ended_at as date)
    from residents
    where state <> 'restrained' and date_diff('minute', restrained_at, restraint_ended_at) > :restraint_hours * 60
)
select person as subject, concat_ws('|', person, finding, strftime(since, '%Y-%m-%d')) as occurrence, organ, person, finding, finding_zh, since, done_on, _ref as evidence
from found
