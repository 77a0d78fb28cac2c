/* ---
indicator: off_roll_persons
title: 漏管
grain: 每件接收入矫案件一行
purpose: 统计没有在期限内报到、社区矫正没有及时开始的人次，逐件可查。
logic: 登记为未报到的，以及期限已过没有登记报到的件数。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十一条]
reads: [case_enrolment]
leaves_out: [重病、意外、不可抗力的, 执行地有误退回的, 尚未到期的]
columns:
  number: 案件编号
  due_on: 报到期限最后一日
kind: count
unit: 件
group_by: organ
better: down
target: {value: 0, policy: 不应当发生}
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, arrival__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, arrival__due_on as due_on
from case_enrolment
where arrival__due_on < :as_of and coalesce(check__outcome, '') <> 'wrong_place' and not coalesce(search__excused, false)
    and (coalesce(arrival__outcome, '') = 'missing' or search__on is not null or (arrival__on is null and ended_on is null))
