/* ---
model: review_without_consequence
title: 评查发现问题没有补救、同一问题反复
grain: 每件评查结果或者每名承办人一行
purpose: 发现瑕疵、不合格案件没有补救，重点案件没有评查，以及同一承办人反复出现不合格案件的情形。
logic: >
  等次为瑕疵或者不合格，审定后规定月数没有补救、也没有移送的；列为重点评查，规定日数没有评查的；同一承办人十二个月内规定件数以上不合格的。
source: [人民检察院全面准确落实司法责任制的若干意见 第四十二条]
reads: [register_review_results, register_key_reviews]
leaves_out: [已补救或者已移送的, 期限以内的, 优秀和合格的, 期限最后一日, 不同承办人的案件]
parameters:
  repair_months: {default: 1, unit: 个月, mark: policy, note: 审定后补救的期限}
  review_days: {default: 30, unit: 日, mark: policy, note: 重点案件评查的期限}
  repeat: {default: 2, unit: 件, mark: policy, note: 同一承办人十二个月内不合格多少件提示}
occurrence: [case_no, finding]
columns:
  case_no: 案号（反复不合格的为最近一件）
  handler: 承办人
  finding: 问题（代码）
  finding_zh: 问题
  since: 起算日期
  figure: 件数
level: low
summary: "{handler}（{case_no}）：{finding_zh}，自{since}起，{figure}件。"
answers: 案件管理部门和承办部门：应当补救、评查或者说明
clears: 已补救而没有登记；案件再审、另案处理中；异议复核中
caveat: 期限为默认值；不作为追责的唯一依据，评查等次不得用于排名。
--- */
with found as (
    select _ref, coalesce(organ, _organ) as organ, case_no, handler, 'not_repaired' as finding, '瑕疵、不合格案件没有补救' as finding_zh, decided_on as since,
        cast(1 as bigint) as figure
    from register_review_results
    where grade in ('flawed', 'unqualified') and state = 'settled' and repaired_on is null and referred_on is null
        and law_months_after(decided_on, :repair_months) < :as_of
    union all
    select _ref, coalesce(organ, _organ), case_no, handler, 'not_reviewed', '重点案件没有评查', triggered_on, cast(1 as bigint)
    from register_key_reviews
    where state = 'triggered' and law_add_days(triggered_on, :review_days) < :as_of
    union all
    select max(_ref), coalesce(organ, _organ), max(case_no), handler, 'repeated', '同一承办人反复出现不合格案件', max(decided_on), cast(count(distinct case_no) as bigint)
    from register_review_results
    where grade = 'unqualified' and handler is not null and decided_on <= :as_of and decided_on >= law_months_after(:as_of, -12)
    group by coalesce(organ, _organ), handler
    having count(distinct case_no) >= :repeat
)
select case_no as subject, concat_ws('|', case_no, finding) as occurrence, organ, case_no, handler, finding, finding_zh, since, figure, _ref as evidence
from found
