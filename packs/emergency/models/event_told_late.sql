/* ---
model: event_told_late
title: 突发事件迟报、漏报
grain: 每起事件每个报告环节每次一行
purpose: 发现突发事件没有按时登记首报、报告市级和省级、书面报告、续报、通报检察院、终报的。
logic: 事件案件的报告环节期限已过而没有办理，或者办理晚于期限的（按分钟、小时计算的期限以届满时刻为准）；演练不计。
source: [突发事件应对法 第六十一条, 社区矫正法实施办法 第五十二条]
reads: [case_steps, case_event]
leaves_out: [期限以内办理的, 核查日当日到期的, 演练, 期限中止的, 没有期限的环节]
occurrence: [number, step, round]
columns:
  number: 案件编号
  kind: 事件种类
  event_level: 级别
  step: 环节代码
  round: 第几次
  title: 环节
  due_on: 期限最后一日
  done_on: 办理日期，没有办理为空
  state: 情况
spoken:
  kind: {violence_threat: 暴力犯罪或者要挟性自杀自残, crowd: 群体性事件, petition: 非正常上访, off_control: 脱离监督管理, disturbance: 扰乱活动秩序, abnormal_death: 非正常死亡, activity_injury: 活动中人身伤亡, office_violence: 工作场所暴力, epidemic: 重大疫情, important_place: 违规进入重要场所, reoffending: 重新犯罪, data_leak: 信息泄露, outage: 系统中断, other: 其他}
level: medium
summary: "突发事件{number}（{kind}）的“{title}”应于{due_on}前办理，{state}。"
answers: 承担该环节的值班单位：应当说明迟报、漏报原因
clears: 已按时电话报告而补录；系统中断期间的纸质记录
demand: 说明原因，补报；今后突发事件应当及时、客观、真实报告，不得迟报、谎报、瞒报、漏报。
caveat: 突发事件应对法不在本项目的法条文本之内，未经原文核对。
--- */
with watched as (
    select s.*, coalesce(s.number, s."case") as case_number, e.opening__kind as kind, e.classify__level as event_level, coalesce(s.done_on, :as_of) as until_on
    from case_steps as s
    join case_event as e on e."case" = s."case"
    where s.procedure = 'event' and s.step in ('record', 'tell_procuratorate', 'report_city', 'report_province', 'report', 'report_more', 'close')
        and s.due_on is not null and not coalesce(s.suspended, false) and not coalesce(e.opening__drill, false)
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, step, cast(round as varchar)) as occurrence, coalesce(organ, _organ) as organ,
    case_number as number, kind, event_level, step, round, title, due_on, done_on,
    case when done_on is null then '至今没有办理' when done_on > due_on then concat('晚', date_diff('day', due_on, done_on), '日') else '当日超过规定时刻' end as state,
    _ref as evidence
from watched
where until_on > due_on or coalesce(late, false)
