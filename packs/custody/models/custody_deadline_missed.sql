/* ---
model: custody_deadline_missed
title: 羁押与办案区法定期限逾期
grain: 每件案件每个有法定期限的环节每次办理一行
purpose: 发现羁押、继续盘问和羁押必要性审查案件在法定期限内没有办结，或者逾期才办结的环节。
logic: >
  只看期限由法律、司法解释或者规范性文件规定的环节（审批延长至二十四小时、处理决定、出区登记、继续盘问（十二小时；特定三类人员四小时）、值班负责人审批延长至二十四小时、继续盘问（至二十四小时）、主管负责人审批延长至四十八小时、继续盘问（至四十八小时）、终止并登记、收押登记、届满预警、办案机关处理、受理并提出意见、收到申请、看守所建议或者依职权启动、审查（鉴定、技术审查、听证期间不计入）、批准、处理并通知检察院、送看守所羁押、拘留后第一次讯问、通知家属、提请批准逮捕、审查逮捕、逮捕后讯问、逮捕后通知家属、送达批准逮捕和不批准逮捕执行回执、委托死因鉴定、将鉴定意见告知家属、委托重新鉴定）：
  期限最后一日已过而没有办结，或者办结晚于期限最后一日（按小时计算的，晚于届满时刻）。期限按环节开始时有效的规定计算，依法扣除、延长和节假日顺延已计入；本机关自定的内部期限不核查。
source: [公安机关办理刑事案件程序规定 第二百条, 公安机关适用继续盘问规定 第十一条, 公安机关适用继续盘问规定 第十七条, 公安机关适用继续盘问规定 第十九条, 公安机关办理刑事案件程序规定 第一百五十三条, 人民检察院刑事诉讼规则 第六百一十五条, 刑事诉讼法 第九十八条, 人民检察院办理延长侦查羁押期限案件的规定 第四条, 人民检察院办理延长侦查羁押期限案件的规定 第六条]
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
        case procedure when 'case_centre' then '执法办案场所到案办理' when 'continued_questioning' then '继续盘问' when 'custody' then '羁押期限管理' when 'custody_extension' then '延长侦查羁押期限' when 'custody_assessment' then '羁押必要性评估（公安机关）' when 'custody_necessity' then '羁押必要性审查' when 'detention' then '刑事拘留后的法定事项' when 'questioned_death' then '继续盘问中死亡的处理' end as procedure_title
    from case_steps
    where (procedure = 'case_centre' and step in ('approve_24', 'decide', 'check_out'))
    or (procedure = 'continued_questioning' and step in ('question', 'extend_24', 'question_24', 'extend_48', 'question_48', 'close'))
    or (procedure = 'custody' and step in ('admit', 'warn', 'answer'))
    or (procedure = 'custody_extension' and step in ('view', 'decide_province'))
    or (procedure = 'custody_assessment' and step in ('receive', 'assess', 'legal_review', 'decide'))
    or (procedure = 'custody_necessity' and step in ('receive', 'review', 'decide', 'answer'))
    or (procedure = 'detention' and step in ('deliver', 'first_interrogation', 'family_notice', 'request_arrest', 'arrest_review', 'arrest_interrogation', 'arrest_family_notice', 'arrest_receipt', 'release_receipt'))
    or (procedure = 'questioned_death' and step in ('examine', 'tell_family', 'reexamine'))
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
