/* ---
model: oversight_hit_repeated
title: 同一单位同一监督项反复出现、命中后没有反馈
grain: 每个单位每个监督项或者每项命中一行
purpose: 提示对反复出现的同类问题制发检察建议，并发现监督意见发出后没有反馈的情形。
logic: >
  同一单位、同一监督项三个月内在规定件数以上不同案件中命中，且没有一件以检察建议处理的；以纠正违法通知书或者检察建议处理，规定日数后仍没有反馈的。
source: [人民检察院刑事诉讼规则 第五百五十二条, 人民检察院刑事诉讼规则 第五百五十三条]
reads: [register_oversight_hits]
leaves_out: [同一案件多次登记的, 件数不足的, 已经制发检察建议的, 超过三个月的, 已经纠正或者书面说明不纠正的, 口头处理和移送的]
parameters:
  repeat: {default: 3, unit: 件, mark: policy, note: 三个月内多少件提示制发检察建议}
  feedback_days: {default: 60, unit: 日, mark: policy, note: 发出监督意见后多少日没有反馈提示}
occurrence: [unit, item, finding, since]
columns:
  unit: 被监督单位
  item: 监督项
  finding: 问题（代码）
  finding_zh: 问题
  cases: 案件数
  since: 最早发现日期
level: low
summary: "{unit}监督项{item}：{finding_zh}（{cases}件，自{since}起）。"
answers: 被监督的侦查机关；是否制发检察建议由人民检察院决定
clears: 各件原因不同；已在联席会议提出；反馈已收到而没有登记
caveat: 三个月三件、六十日为默认值；一个事实只计入一个主项。
--- */
with hits as (
    select _ref, coalesce(unit, organ, _organ) as unit, case_no, item, handling, state, found_on
    from register_oversight_hits
    where found_on <= :as_of
),
found as (
    select min(_ref) as _ref, unit, item, '多件' as part, 'repeated' as finding, '三个月内反复出现，没有制发检察建议' as finding_zh, cast(count(distinct case_no) as bigint) as cases,
        min(found_on) as since
    from hits
    where found_on >= law_months_after(:as_of, -3)
    group by unit, item
    having count(distinct case_no) >= :repeat and sum(case when handling = 'proposal' then 1 else 0 end) = 0
    union all
    select _ref, unit, item, coalesce(case_no, '未写案号'), 'no_feedback', '发出监督意见后没有反馈', cast(1 as bigint), found_on
    from hits
    where state = 'found' and handling in ('notice', 'proposal') and law_add_days(found_on, :feedback_days) < :as_of
)
select unit as subject, concat_ws('|', unit, item, finding, strftime(since, '%Y-%m-%d'), part) as occurrence, unit as organ,
    unit, item, finding, finding_zh, cases, since, _ref as evidence
from found
