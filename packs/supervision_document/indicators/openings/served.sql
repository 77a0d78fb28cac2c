-- 已送达的监督文书：平台办理的与各院报送的合并，文书号相同的以平台为准。
with own as (
    select document_no, kind, title, issued_by, issued_to, served_on, reply_due, replied_on, adopted, rectified_on, concat('document:', id) as link
    from documents
),
reported as (
    select r.document_no, r.kind, r.document_no as title, r.issued_by, r.issued_to, r.served_on,
        case
            when r.reply_due is not null then r.reply_due
            when r.kind = 'proposal' then law_proposal_reply_due(r.served_on)
            else law_notice_reply_due(r.served_on, :correction_days)
        end as reply_due,
        r.replied_on, r.adopted, r.rectified_on, concat('record:supervision_documents:', r._key) as link
    from supervision_documents as r
    where not exists (select 1 from own as o where o.document_no = r.document_no)
),
served as (
    select * from own where served_on is not null
    union all
    select * from reported where served_on is not null
)
