/* ---
model: incident_finding_left
title: 抽查、话单比对发现的有警不录没有处理
grain: 每条登记一行
purpose: 发现警情抽查、话单比对已经查出问题而没有按期整改、补录的情形。
logic: >
  抽查登记结果不合格，规定工作日内没有整改销号的；话单比对有真实未录的来电，登记后规定工作日内没有处理的。
source: [人民检察院刑事诉讼规则 第五百五十七条, 人民检察院刑事诉讼规则 第五百六十条]
reads: [register_alarm_samples, register_call_match]
leaves_out: [已整改销号的, 复核改为合格的, 规定工作日以内的, 没有未录来电的]
parameters:
  settle_workdays: {default: 10, unit: 个工作日, mark: policy, note: 抽查不合格的整改期限}
  record_workdays: {default: 5, unit: 个工作日, mark: policy, note: 未录来电的补录期限}
occurrence: [entry]
columns:
  entry: 台账记录
  finding: 问题（代码）
  finding_zh: 问题
  figure: 起数
  found_on: 发现日期
  due_on: 应处理日期
duty: due_on
level: medium
summary: "{found_on}发现{finding_zh}（{figure}起），应于{due_on}前处理，至今没有处理。"
answers: 公安机关：应当立即补录、整改并追究责任
clears: 已处理而没有登记；复核认为不存在问题
caveat: 整改和补录的工作日数为默认值。
--- */
with found as (
    select _ref, coalesce(organ, _organ) as organ, entry, finding, concat('抽查不合格（接警单', alarm, '）') as finding_zh, cast(1 as bigint) as figure,
        drawn_on as found_on, law_add_working_days(drawn_on, :settle_workdays) as due_on
    from register_alarm_samples
    where finding <> 'ok' and drawn_on is not null and (state = 'found' or (state = 'second' and coalesce(second_finding, finding) <> 'ok'))
    union all
    select _ref, coalesce(organ, _organ), entry, 'not_recorded', '来电没有录入接警单', not_recorded,
        coalesce(entered_on, month_end), law_add_working_days(coalesce(entered_on, month_end), :record_workdays)
    from register_call_match
    where state = 'found' and not_recorded > 0
)
select entry as subject, entry as occurrence, organ, entry, finding, finding_zh, figure, found_on, due_on, _ref as evidence
from found
where due_on < :as_of
