/* ---
model: zero_report_copied
title: 零报告照抄
grain: 每个单位每份照抄的零报告一行
purpose: 发现敏感时段逐日照抄前两日零报告、没有实际核查的。
logic: 同一单位同一时段，连续三日及以上的零报告各项人数、重点人员核查方式和隐患排查的文字全部相同，没有注明与前一日相同并说明理由的；自第三日起每日一行。
source: [社区矫正法 第八条]
reads: [register_zero_reports]
leaves_out: [注明内容相同并说明理由的, 只连续二日相同的, 不同时段的, 中间有一日不同的]
occurrence: [period_name, day]
columns:
  period_name: 时段名称
  day: 日期
  persons: 在册人数
level: low
summary: "{organ}{period_name}{day}的零报告与前两日的内容全部相同。"
answers: 报送单位：应当说明当日如何核查
clears: 人数确无变化且每日核查有记录
demand: 说明核查情况；零报告应当逐日核实，不得照抄。
--- */
with told as (
    select _ref, organ, period_name, day, cast(day as date) as on_day, persons, coalesce(copied, false) as copied,
        concat_ws('|', persons, in_place, on_leave, out_of_area, off_control, held, key_persons, key_checked_how, cast(dangers as varchar)) as content
    from register_zero_reports
),
paired as (
    select *, lag(content, 1) over w = content and lag(on_day, 1) over w = on_day - 1 as as_before,
        lag(content, 2) over w = content and lag(on_day, 2) over w = on_day - 2 as as_two_before
    from told
    window w as (partition by organ, period_name order by on_day)
)
select organ as subject, concat_ws('|', period_name, day) as occurrence, organ, period_name, day, persons, _ref as evidence
from paired
where as_before and as_two_before and not copied
