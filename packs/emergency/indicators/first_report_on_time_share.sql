/* ---
indicator: first_report_on_time_share
title: 首报按时率
grain: 每件突发事件一行
purpose: 衡量突发事件的首报是否按时登记并上报。
logic: 首报在时限内登记的（须立即通报的失联、非正常死亡、再犯罪、群体事件，发现后三十分钟以内的），除以已登记的和时限已过仍没有登记的。
source: [突发事件应对法 第六十一条, 社区矫正法实施办法 第五十二条]
reads: [case_steps, case_event]
leaves_out: [尚未到时限的, 发现时刻不明的]
columns:
  number: 案件编号
  due_at: 期限
  done_at: 登记时刻，没有登记的为空
kind: share
unit: 件
group_by: organ
better: up
caveat: 三十分钟为默认值。
--- */
with timed as (
    select s.*, case when e.opening__kind in ('off_control', 'abnormal_death', 'reoffending', 'crowd') then 1800 else 0 end as allowed
    from case_steps as s
    left join case_event as e on e."case" = s."case"
    where s.procedure = 'event' and s.step = 'record' and s.due_at is not null
)
select done_at is not null and epoch(done_at) - epoch(due_at) <= allowed as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ, due_on as day, concat('document:', "case") as link, coalesce(number, "case") as number, due_at, done_at
from timed
where done_at is not null or due_on < :as_of
