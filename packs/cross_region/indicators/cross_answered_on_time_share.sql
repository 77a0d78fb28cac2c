/* ---
indicator: cross_answered_on_time_share
title: 协作请求按期答复率
grain: 每件协作请求一行
purpose: 衡量协助机关是否按期答复，按种类分列。
logic: 期限最后一日以前答复的，除以已答复的和逾期的。
source: [社区矫正法 第二十六条]
reads: [case_cross_request]
leaves_out: [尚未到期的, 退回的]
columns:
  number: 案件编号
  kind: 种类
  due_on: 期限
  answered_on: 答复日期
kind: share
unit: 件
group_by: kind
better: up
--- */
select act__on is not null and act__on <= act__due_on as hit, coalesce(number, "case") as label, coalesce(organ__helping, organ, _organ) as organ, act__due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    case opening__kind when 'relocation' then '执行地变更' when 'help_supervise' then '外出协助监管' when 'entrust' then '异地监管' when 'inquiry' then '协助核查' when 'search' then '协助查找'
        when 'investigate' then '代为调查评估' when 'hand_over' then '收押移交' when 'archive' then '档案托管' when 'forensic' then '法医审查互认' else '财产执行协助' end as kind,
    act__due_on as due_on, act__on as answered_on
from case_cross_request
where act__due_on is not null and (act__on is not null or act__due_on < :as_of)
