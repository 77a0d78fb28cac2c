/* ---
model: party_at_two_organs
title: 同一当事人在两个机关同时办理、重复处罚
grain: 每件案件或者每人每个问题一行
purpose: 提示两个机关同时办理同一当事人的涉嫌犯罪案件而没有确定主办机关，以及不起诉后被行政机关处罚两次的情形。
logic: >
  同一证件号码或者信用代码、同一涉嫌罪名，在两个以上机关都有没有办结的涉嫌犯罪案件，都没有写明主办机关的，列出后录入的一件；
  同一不起诉决定书文号在两件反向衔接中都已作出行政处罚的。
source: [行政处罚法 第二十五条, 行政处罚法 第二十九条, 行政执法机关移送涉嫌犯罪案件的规定 第三条]
reads: [case_referral, case_reverse]
leaves_out: [同一机关的, 写明主办机关的, 罪名不同的, 没有证件号码的, 已经办结的]
occurrence: [number, finding]
columns:
  number: 案件编号或者文书号
  finding: 问题（代码）
  finding_zh: 问题
  other: 另一件
  since: 日期
level: medium
summary: "{number}：{finding_zh}（另一件{other}，{since}）。"
answers: 后办理的行政执法机关：应当协商确定主办机关，不得重复处罚
clears: 已经书面协商由一个机关主办而没有登记；两次处罚针对不同的违法行为
caveat: 只按证件号码、罪名和文书号对照，是否同一事实由承办人核对。
--- */
with open_cases as (
    select *, coalesce(enter__case_no, number, "case") as case_number, coalesce(organ__organ, organ, _organ) as handling
    from case_referral
    where ended_on is null and enter__outcome = 'suspected' and enter__party_id is not null and enter__leading_organ is null
),
punished as (
    select *, coalesce(organ__organ, organ, _organ) as punisher
    from case_reverse
    where reply__outcome = 'punished' and opening__non_prosecution_no is not null
)
select a.case_number as subject, concat_ws('|', a.case_number, 'two_organs') as occurrence, a.handling as organ, a.case_number as number,
    'two_organs' as finding, '同一当事人同一罪名在两个机关同时办理，没有写明主办机关' as finding_zh, min(b.case_number) as other, a.enter__on as since,
    a._ref as evidence
from open_cases as a
join open_cases as b on b.enter__party_id = a.enter__party_id and b.enter__suspected_crime = a.enter__suspected_crime and b.handling <> a.handling
    and (b.enter__on < a.enter__on or (b.enter__on = a.enter__on and b.case_number < a.case_number))
group by a.case_number, a.handling, a.enter__on, a._ref
union all
select p.opening__non_prosecution_no, concat_ws('|', p.opening__non_prosecution_no, 'punished_twice'), p.punisher, p.opening__non_prosecution_no,
    'punished_twice', '就同一不起诉决定作出两次行政处罚', min(q.reply__penalty_no), p.reply__on, p._ref
from punished as p
join punished as q on q.opening__non_prosecution_no = p.opening__non_prosecution_no
    and (q.reply__on < p.reply__on or (q.reply__on = p.reply__on and q."case" < p."case"))
group by p.opening__non_prosecution_no, p.punisher, p.reply__on, p._ref
