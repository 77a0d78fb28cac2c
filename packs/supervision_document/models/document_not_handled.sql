/* ---
model: document_not_handled
title: 监督文书未按规定办理
grain: 每份送达的监督文书一行，几种情形并存也只有一行
purpose: 发现逾期未回复、逾期回复、采纳后逾期未整改、反弹或者虚假整改的监督文书，供年度考核逐件扣分。
logic: >
  平台办理的监督文书中，期限已过没有回复的，回复晚于期限的，采纳后规定月数没有整改或者逾期整改的，回头看认定反弹的；
  同一份文书只计一次，写明最先出现的情形。撤销、撤回的文书不计。各院报送的文书由模型“监督文书逾期未回复”查。
source: [人民检察院检察建议工作规定 第二十四条, 人民检察院检察建议工作规定 第二十五条]
reads: [case_supervision_document]
leaves_out: [期限最后一日当日回复的, 核查日当日到期的, 异议正在复查的, 已经撤销撤回的, 采纳后规定月数以内的, 不采纳而理由成立的, 没有送达的]
parameters:
  rectify_months: {default: 3, unit: 个月, mark: policy, note: 采纳后整改的期限}
occurrence: [document, cause]
columns:
  document: 办件编号
  kind: 文书种类
  issued_by: 制发单位
  issued_to: 被监督单位
  served_on: 送达日期
  due_on: 未遵守的期限
  cause: 情形（代码）
  cause_zh: 情形
spoken:
  kind: {proposal: 检察建议书, correction_notice: 纠正违法通知书}
duty: due_on
level: medium
summary: "{issued_to}对{issued_by}{served_on}送达的监督文书（{document}）{cause_zh}，期限为{due_on}。"
answers: 被监督单位；扣分由考核机关决定
clears: 已回复、已整改而没有登记；期限经制发单位同意延长；文书经复查变更
caveat: 整改期限为默认值；同一文书几种情形只扣一次，每份扣零点一分，全年不超过零点六分。
--- */
with own as (
    select _ref, coalesce(number, "case") as document, draw_up__kind as kind, coalesce(organ__procuratorate, organ) as issued_by, organ__supervised as issued_to,
        serve__on as served_on, reply__due_on as reply_due, reply__on as replied_on, reply__outcome in ('adopted', 'partly') as adopted,
        accept__outcome = 'accepted' as accepted, rectify__on as rectified_on, look_back__outcome = 'relapsed' as relapsed, look_back__on as looked_on
    from case_supervision_document
    where serve__on is not null and coalesce(result, '') not in ('withdrawn', 'revoked', 'reasons_stand')
        and (reply__outcome is null or reply__outcome <> 'objected' or ended_on is not null)
),
judged as (
    select *, case when adopted then law_months_after(replied_on, :rectify_months) end as rectify_due from own
),
failed as (
    select *,
        case
            when replied_on is null and reply_due < :as_of then 'no_reply'
            when replied_on > reply_due then 'late_reply'
            when rectify_due < :as_of and rectified_on is null and not coalesce(accepted, false) then 'no_rectify'
            when rectified_on > rectify_due then 'late_rectify'
            when relapsed then 'relapse'
        end as cause
    from judged
)
select document as subject, concat_ws('|', document, cause) as occurrence, issued_to as organ, document, kind, issued_by, issued_to, served_on,
    case when cause in ('no_reply', 'late_reply') then reply_due when cause = 'relapse' then looked_on else rectify_due end as due_on, cause,
    case cause
        when 'no_reply' then '逾期没有回复'
        when 'late_reply' then '逾期才回复'
        when 'no_rectify' then '采纳后逾期没有整改'
        when 'late_rectify' then '采纳后逾期才整改'
        else '回头看发现反弹或者虚假整改'
    end as cause_zh,
    _ref as evidence
from failed
where cause is not null
