/* ---
model: reply_overdue
title: 监督文书逾期未回复
grain: 每份送达的监督文书一行
purpose: 发现被监督单位超过期限不回复或者迟延回复检察建议、纠正违法通知书等文书。
logic: >
  回复期限为文书载明的日期；没有载明的，检察建议为送达后两个月，其他文书为送达后规定日数，遇节假日顺延至下一工作日（载明的日期不顺延）。
  已过期限没有回复，或者回复日期晚于期限，即为线索。
source: [人民检察院组织法 第二十一条, 人民检察院刑事诉讼规则 第五百五十三条, 人民检察院检察建议工作规定 第十九条]
reads: [supervision_documents]
leaves_out: [期限为节假日而在其后第一个工作日回复的, 期限即为核查日的, 没有送达日期也没有载明期限的]
parameters:
  correction_days:
    default: 15
    unit: 日
    mark: policy
    note: 纠正违法通知书的回复期限由通知书载明，法律没有固定日数；没有载明时按此口径核查
occurrence: [document_no]
columns:
  document_no: 文书号
  kind: 文书种类
  issued_by: 制发单位
  issued_to: 被监督单位
  served_on: 送达日期
  due_on: 回复期限
  replied_on: 回复日期，未回复为空
  days_over: 超过期限的日数
duty: due_on
level: medium
summary: "{issued_to}应于{due_on}前回复{issued_by}的{document_no}，回复日期{replied_on}，已超{days_over}日。"
answers: 文书记载的被监督单位
clears: 回复已收到未登记；期限经制发单位同意延长；提出异议正在复查
caveat: 检察建议的回复期限没有节假日顺延的规定，顺延取有利于被监督单位的读法。
--- */
with due as (
    select _ref, document_no, kind, issued_by, issued_to, served_on, replied_on,
        case
            when reply_due is not null then reply_due
            when kind = 'proposal' then law_proposal_reply_due(served_on)
            else law_notice_reply_due(served_on, :correction_days)
        end as due_on
    from supervision_documents
),
late as (
    select *, coalesce(replied_on, :as_of) as until_on
    from due
)
select document_no as subject, document_no as occurrence, issued_to as organ,
    document_no, kind, issued_by, issued_to, served_on, due_on, replied_on, date_diff('day', due_on, until_on) as days_over, _ref as evidence
from late
where until_on > due_on
