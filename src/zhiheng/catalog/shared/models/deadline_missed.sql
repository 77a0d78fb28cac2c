/* ---
model: {{name}}
title: {{what}}法定期限逾期
grain: 每件案件每个有法定期限的环节每次办理一行
purpose: 发现{{cases}}案件在法定期限内没有办结，或者逾期才办结的环节。
logic: >
  只看期限由法律、司法解释或者规范性文件规定的环节（{{steps}}）：
  期限最后一日已过而没有办结，或者办结晚于期限最后一日（按小时计算的，晚于届满时刻）。期限按环节开始时有效的规定计算，依法扣除、延长和节假日顺延已计入；本机关自定的内部期限不核查。
source: [{{articles}}]
reads: [case_steps]
leaves_out: [期限最后一日当日办结的, 核查日当日到期的, 依法中止计算期限的, 期限起算日不明的, 只有内部期限的环节, 由当事人自行决定是否办理的环节]
occurrence: [number, step, round]
columns:
  number: 案件编号
  procedure_title: 案件类别
  step: 环节代码
  round: 第几次办理
  title: 环节
  due_on: 期限最后一日
  done_on: 办结日期，未办结为空
  days_over: 超过的日数，按小时计算的期限当日超过的为零
  state: 办理状态
duty: due_on
why:
  - {fact: "{title}", needs: "{due_on}前办结", actual: "{state}"}
level: medium
summary: "{procedure_title}案件{number}的“{title}”应于{due_on}前办结，{state}。"
answers: 承担该环节的机关：应当说明逾期原因并立即办结
clears: 期限依法中止、延长而没有登记；办结日期补录；环节由其他机关代为办理
demand: 立即办结所列逾期事项，说明逾期原因，并采取措施防止再次发生。
caveat: 期限和办结日期以平台办理记录为准，平台外办理而没有登记的应当调取案卷核对。
--- */
with watched as (
    select *, coalesce(number, "case") as case_number,
        case procedure {{titles}} end as procedure_title
    from case_steps
    where {{watched}}
),
ended as (
    select *, coalesce(done_on, :as_of) as until_on
    from watched
    where due_on is not null and not coalesce(suspended, false)
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, step, cast(round as varchar)) as occurrence,
    coalesce(organ, _organ) as organ, case_number as number, procedure_title, step, round, title, due_on, done_on,
    date_diff('day', due_on, until_on) as days_over,
    case
        when done_on is null then concat('至今没有办结，已超', date_diff('day', due_on, until_on), '日')
        when until_on > due_on then concat('逾期', date_diff('day', due_on, until_on), '日才办结')
        else '当日超过规定的小时数才办结'
    end as state,
    _ref as evidence
from ended
where until_on > due_on or coalesce(late, false)
