/* ---
model: opinion_copied
title: 调查评估意见雷同
grain: 每件与他人意见雷同的评估意见一行
purpose: 发现没有逐人调查、照搬他人内容的评估意见。
logic: >
  同一社区矫正机构在规定日数以内签发的两人的意见，居所、家庭、犯罪影响、各方意见、社会危险性和社区影响六部分的文字相同的比例（按相邻两字计，标点和空白除外）达到规定的百分比；
  列后签发的一份，与多份雷同的只列最相同的。
source: [社区矫正法 第十八条, 社区矫正法实施办法 第十四条]
reads: [case_investigation]
leaves_out: [低于规定百分比的, 同一人再次评估的, 文字过短不能比较的, 相隔超过规定日数的, 不同社区矫正机构的]
parameters:
  percent: {default: 90, unit: 百分之, mark: policy, note: 相同比例达到多少列为雷同}
  days: {default: 180, unit: 日, mark: policy, note: 只与此前多少日内签发的意见比较}
  least: {default: 80, unit: 字, mark: policy, note: 六部分合计不足多少字的不比较}
occurrence: [number, other_number]
columns:
  number: 案件编号
  name: 姓名
  signed_on: 签发日期
  other_number: 雷同的案件编号
  other_name: 雷同的对象
  other_on: 雷同意见的签发日期
  alike: 相同的百分比
level: low
summary: "{name}（{subject}）{signed_on}签发的评估意见（案件{number}）与{other_name}{other_on}的意见（案件{other_number}）相同{alike}%。"
answers: 出具意见的社区矫正机构：应当说明是否逐人调查
clears: 同案犯、同一住所的人员情况确实相同并已逐人写明
demand: 核对询问、走访记录，内容不实的重新调查评估并告知委托机关。
caveat: 文字相同只说明可能照搬，是否逐人调查由人判断。
--- */
with opinions as (
    select _ref, coalesce(organ__agency, organ, _organ) as agency, coalesce(number, "case") as case_number, subject,
        coalesce(subject_name, '被调查人') as name, sign__on as signed_on,
        concat(coalesce(cast(sign__home as varchar), ''), coalesce(cast(sign__family as varchar), ''), coalesce(cast(sign__effect_of_crime as varchar), ''),
            coalesce(cast(sign__views as varchar), ''), coalesce(cast(sign__danger_text as varchar), ''), coalesce(cast(sign__community_effect as varchar), '')) as words
    from case_investigation
    where sign__outcome = 'sent' and sign__on <= :as_of
),
compared as (
    select a._ref, a.agency, a.subject, a.case_number, a.name, a.signed_on, b.case_number as other_number, b.name as other_name, b.signed_on as other_on,
        law_text_alike(a.words, b.words) as alike
    from opinions as a
    join opinions as b on b.agency = a.agency and coalesce(b.subject, b.case_number) <> coalesce(a.subject, a.case_number)
        and (b.signed_on < a.signed_on or (b.signed_on = a.signed_on and b.case_number < a.case_number))
        and date_diff('day', b.signed_on, a.signed_on) <= :days
        and length(b.words) between length(a.words) * 0.8 and length(a.words) * 1.25
    where length(a.words) >= :least
),
ranked as (
    select *, row_number() over (partition by case_number order by alike desc, other_on desc, other_number) as place
    from compared
    where alike >= :percent
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, other_number) as occurrence, agency as organ, case_number as number, name, signed_on,
    other_number, other_name, other_on, alike, _ref as evidence
from ranked
where place = 1
