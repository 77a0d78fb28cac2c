/* ---
model: commitment_stalled
title: 交付执行停滞
grain: 每件交付执行案件每个问题一行
purpose: 发现刑期已经届满仍没有交付、生效后长期没有收押以及脱逃后没有上网追逃的罪犯。
logic: >
  刑期止日已过，没有收监记录，案件也没有办结的；
  没有羁押的罪犯，公安机关收到文书后超过规定日数没有收押、没有上网追逃的。
source: [刑事诉讼法 第二百六十四条, 监狱法 第三十一条, 人民检察院刑事诉讼规则 第六百二十五条]
reads: [case_commitment]
leaves_out: [余刑三个月以下由看守所执行的, 决定暂予监外执行的, 唯一监护人会商期间的, 住院治疗的, 规定日数最后一日收押的]
parameters:
  take_days: {default: 30, unit: 日, mark: policy, note: 收到文书后多少日内应当收押未羁押的罪犯}
  list_days: {default: 30, unit: 日, mark: policy, note: 收到文书后多少日内应当上网追逃}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  effective_on: 生效日期
  ends_on: 刑期止日
  received_on: 公安机关收到文书日期
  days: 已过日数
level: high
summary: "{name}（{subject}）交付执行案件{number}：{finding_zh}，已过{days}日。"
answers: 公安机关：应当立即收押、上网追逃或者说明
clears: 已经收押、收监或者上网而没有登记；依法决定暂予监外执行
caveat: 收押、上网的三十日为默认值。
--- */
with open_cases as (
    select *, coalesce(number, "case") as case_number, coalesce(locate__police_received_on, papers__on) as received_on,
        coalesce(conference__take_by, cast(null as date)) as take_by
    from case_commitment
    where ended_on is null and admission__on is null
),
found as (
    select *, 'term_used_up' as finding, '刑期已经届满，没有交付执行' as finding_zh, opening__ends_on as since
    from open_cases where opening__ends_on < :as_of
    union all
    select *, 'not_taken', '没有羁押的罪犯没有收押', received_on
    from open_cases
    where locate__held in ('bail', 'residence_watch', 'not_measured') and take__on is null and pursue__on is null
        and law_add_days(received_on, :take_days) < :as_of and not coalesce(locate__outcome = 'sole_guardian' and (conference__on is null or take_by >= :as_of), false)
    union all
    select *, 'not_listed', '在逃罪犯没有上网追逃', received_on
    from open_cases where locate__held = 'fugitive' and pursue__listed_on is null and take__on is null and law_add_days(received_on, :list_days) < :as_of
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__police, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '罪犯') as name, opening__effective_on as effective_on, opening__ends_on as ends_on,
    received_on, date_diff('day', since, :as_of) as days, _ref as evidence
from found
