/* ---
indicator: deviation_explained
title: 红色偏离提示说明率
grain: 每件出现过红色偏离提示的类案检索办件一行
purpose: 衡量偏离提示是否得到说明或者调整
logic: 红色提示的办件中，已经说明理由或者调整后重新比对的比例；只看说明，不评价裁判结果
source: [统一法律适用加强类案检索的指导意见 第十一条]
reads: [case_similar_search, case_steps]
leaves_out: [没有红色提示的]
columns:
  number: 编号
  case_no: 案号
  level: 提示
  reason: 原因
kind: share
unit: 件
group_by: organ
better: up
--- */
with red as (
    select "case", min(done_on) as red_on
    from case_steps
    where procedure = 'similar_search' and step = 'deviation' and outcome = 'red'
    group by "case"
),
told as (
    select "case", min(done_on) as told_on
    from case_steps
    where procedure = 'similar_search' and step = 'explain' and done_on is not null
    group by "case"
)
select
    told.told_on is not null as hit, concat('document:', one."case") as link, one.opening__case_no as label, one.organ, red.red_on as day,
    one.number, one.opening__case_no as case_no, one.deviation__level as level, one.explain__reason_code as reason
from red
join case_similar_search as one on one."case" = red."case"
left join told on told."case" = red."case"
