/* ---
model: case_unlabelled
title: 应当标注而没有标注的四类案件
grain: 每件案件每种情形一行
purpose: 依据办件记录提示应当作为四类案件标注、由院庭长监督而没有标注的案件。
logic: >
  一审、二审受理后超过规定月数没有审结的（F23）；二审发回后由原审法院重新审理的（F06）；类案检索为红色偏离提示的（F17）；
  识别表写明的同一被告人同一案由，在本院在审达到规定件数的（F15），  而该案号没有提出标注的。
source: [适用刑事诉讼法的解释 第二百一十六条, 统一法律适用加强类案检索的指导意见 第十一条]
reads: [case_trial, case_appeal_trial, case_similar_search, case_label_screen, case_case_label]
leaves_out: [已经提出标注的（含审批后不标注的）, 规定月数以内的, 已经审结的, 调整后回到区间的, 同一被告人同一案由不足规定件数的, 没有写明被告人或者案由的]
parameters:
  months: {default: 12, unit: 个月, mark: policy, note: 超长期未结的月数}
  many: {default: 10, unit: 件, mark: policy, note: 同一被告人同一案由在审多少件}
occurrence: [case_no, situation]
columns:
  case_no: 案号
  situation: 情形（代码）
  situation_zh: 情形
  since: 起算日期
level: medium
summary: "案件{case_no}：{situation_zh}（{since}），没有标注为四类案件。"
answers: 人民法院审判管理部门：应当提出标注，不标注的说明理由
clears: 已在纸质台账标注而没有登记；案号更正
caveat: 情形的划分部分凭记忆，只提示标注，不涉及裁判结果。
--- */
with labelled as (
    select distinct opening__case_no as case_no from case_case_label where opening__case_no is not null
),
screened as (
    select min(s._ref) as _ref, coalesce(s.organ__court, s.organ, s._organ) as court, s.opening__case_no as case_no, s.screen__accused as accused,
        s.screen__cause as cause, max(s.opening__accepted_on) as accepted_on
    from case_label_screen as s
    where s.screen__accused is not null and s.screen__cause is not null
        and exists (select 1 from case_trial as t where t.opening__case_no = s.opening__case_no and t.ended_on is null)
    group by 2, 3, 4, 5
),
alike as (
    select *, count(*) over (partition by court, accused, cause) as together from screened
),
found as (
    select _ref, coalesce(organ__court, organ, _organ) as organ, opening__case_no as case_no, 'F23' as situation, '超长期未结' as situation_zh, accept__accepted_on as since
    from case_trial
    where ended_on is null and law_months_after(accept__accepted_on, :months) < :as_of
    union all
    select _ref, coalesce(organ__court, organ, _organ), opening__case_no, 'F23', '超长期未结', accept__accepted_on
    from case_appeal_trial
    where ended_on is null and law_months_after(accept__accepted_on, :months) < :as_of
    union all
    select _ref, coalesce(organ__first_court, organ, _organ), new_panel__retrial_no, 'F06', '上级法院发回重审', new_panel__on
    from case_appeal_trial
    where new_panel__outcome = 'formed'
    union all
    select _ref, coalesce(organ__court, organ, _organ), opening__case_no, 'F17', '类案检索为红色偏离提示', deviation__on
    from case_similar_search
    where deviation__outcome = 'red'
    union all
    select _ref, court, case_no, 'F15', '同一被告人同一案由批量在审', accepted_on
    from alike
    where together >= :many
)
select f.case_no as subject, concat_ws('|', f.case_no, f.situation) as occurrence, f.organ, f.case_no, f.situation, f.situation_zh, f.since, f._ref as evidence
from found as f
where f.case_no is not null and not exists (select 1 from labelled as l where l.case_no = f.case_no)
