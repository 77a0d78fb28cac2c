-- 已送达、已回复或者已过回复期限的监督文书，一份一行，撤回、撤销的除外；put_right 为已经整改、经验收合格并且回头看没有发现反弹。
with raised as (
    select coalesce(accept__outcome = 'accepted' or look_back__outcome = 'lasting', false) and coalesce(look_back__outcome, 'lasting') = 'lasting' as put_right,
        coalesce(draw_up__topic, opening__topic) as topic, coalesce(draw_up__persons, opening__persons) as persons, rectify__people_corrected as people_corrected,
        coalesce(number, title) as label, coalesce(organ__supervised, organ, _organ) as organ_name, serve__on as day, concat('document:', "case") as link,
        number, organ__supervised as supervised, serve__on as served_on, rectify__on as rectified_on, look_back__outcome as looked
    from case_supervision_document
    where serve__outcome = 'served' and (reply__outcome is not null or reply__due_on < :as_of) and coalesce(result, '') not in ('withdrawn', 'revoked')
)
