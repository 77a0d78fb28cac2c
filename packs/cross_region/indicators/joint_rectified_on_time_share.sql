/* ---
indicator: joint_rectified_on_time_share
title: 联合检查按期整改率
grain: 每件联合检查一行
purpose: 衡量联合检查发现的问题是否按期整改。
logic: 期限以前整改的，除以已整改的和逾期的。
source: [社区矫正法 第八条]
reads: [case_joint_inspection]
leaves_out: [没有问题的, 尚未到期的]
columns:
  number: 案件编号
  due_on: 期限
  rectified_on: 整改日期
kind: share
unit: 件
group_by: organ
better: up
--- */
select rectify__on is not null and rectify__on <= rectify__due_on as hit, coalesce(number, "case") as label, coalesce(organ__unit, organ, _organ) as organ, rectify__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    rectify__due_on as due_on, rectify__on as rectified_on
from case_joint_inspection
where rectify__due_on is not null and (rectify__on is not null or rectify__due_on < :as_of)
