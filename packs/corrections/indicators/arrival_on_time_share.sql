/* ---
indicator: arrival_on_time_share
title: 按时报到率
grain: 每件接收入矫案件一行
purpose: 衡量社区矫正对象是否在法定期限内报到。
logic: 期间内报到期限届满的案件中，登记为按时报到的，除以全部。
source: [社区矫正法 第二十一条]
reads: [case_enrolment]
leaves_out: [期限尚未届满的, 执行地有误退回的, 重病、意外、不可抗力的]
columns:
  number: 案件编号
  due_on: 报到期限最后一日
  arrived_on: 登记日期
kind: share
unit: 件
group_by: organ
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
--- */
select coalesce(arrival__outcome, '') = 'on_time' as hit, coalesce(number, "case") as label, coalesce(organ__agency, organ, _organ) as organ, arrival__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, arrival__due_on as due_on, arrival__on as arrived_on
from case_enrolment
where arrival__due_on < :as_of and coalesce(check__outcome, '') <> 'wrong_place' and not coalesce(search__excused, false)
