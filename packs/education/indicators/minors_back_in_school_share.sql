/* ---
indicator: minors_back_in_school_share
title: 未完成义务教育的复学率
grain: 每件通知教育部门的案件一行
purpose: 衡量未完成义务教育的未成年对象是否复学。
logic: 已复学的，除以已有结果的和通知后十个工作日已过的。
source: [社区矫正法 第五十五条]
reads: [case_education]
leaves_out: [尚未到期的]
columns:
  number: 案件编号
  noticed_on: 通知日期
kind: share
unit: 人
group_by: organ
better: up
caveat: 只显示案件编号，不显示姓名。
--- */
select coalesce(school_back__outcome, '') = 'back' as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, school_notice__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, school_notice__on as noticed_on
from case_education
where school_notice__on is not null and (school_back__on is not null or law_add_working_days(school_notice__on, 10) < :as_of)
