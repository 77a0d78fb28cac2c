/* ---
model: filing_or_correction_pattern
title: 规范性文件逾期备案、同一机关反复被纠错
grain: 每份文件或者每个机关一行
purpose: 发现规范性文件公布后没有按期备案，以及同一被申请人十二个月内反复被复议纠错、不采纳合法性意见而被纠错的情形。
logic: >
  规范性文件自公布之日起规定日数以后才登记备案的；同一被申请人十二个月内被变更、撤销、责令重作、确认违法或者无效、责令履行规定件数以上的。
source: [行政复议法 第六十四条, 行政复议法 第六十五条]
reads: [register_filings, register_reconsideration_results]
leaves_out: [三十日以内备案的, 没有登记日期的, 维持、驳回、调解、终止的, 件数不足的, 超过十二个月的]
parameters:
  filing_days: {default: 30, unit: 日, mark: policy, note: 法规规章备案审查条例第四条的三十日，原文没有入库}
  repeat: {default: 3, unit: 件, mark: policy, note: 十二个月内被纠错多少件提示}
occurrence: [who, finding, thing]
columns:
  who: 机关
  finding: 问题（代码）
  finding_zh: 问题
  thing: 文件或者最近决定日期
  figure: 日数或者件数
level: low
summary: "{who}：{finding_zh}（{thing}，{figure}）。"
answers: 制定机关、被申请人：应当说明并改进
clears: 备案经批准延期；纠错因法律适用统一前的历史做法
caveat: 件数为默认值；复议纠错本身不是违纪。
--- */
with found as (
    select _ref, coalesce(maker, organ, _organ) as who, 'filed_late' as finding, '规范性文件逾期备案' as finding_zh, document as thing,
        date_diff('day', published_on, registered_on) as figure
    from register_filings
    where published_on is not null and registered_on is not null and registered_on > law_add_days(published_on, :filing_days)
    union all
    select max(_ref), respondent, 'corrected_again', '十二个月内反复被复议纠错', strftime(max(decided_on), '%Y-%m-%d'), count(*)
    from register_reconsideration_results
    where respondent is not null and result in ('change', 'revoke', 'redo', 'unlawful', 'void', 'perform') and decided_on <= :as_of
        and decided_on >= law_months_after(:as_of, -12)
    group by respondent
    having count(*) >= :repeat
)
select who as subject, concat_ws('|', who, finding, thing) as occurrence, who as organ, who, finding, finding_zh, thing, cast(figure as bigint) as figure, _ref as evidence
from found
