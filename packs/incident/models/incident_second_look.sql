/* ---
model: incident_second_look
title: 有伤情、凶器的警情没有作为案件办理
grain: 每起警情每个问题一行
purpose: 提示对像案件而没有立案的警情再看一遍，查找有案不立、以调代立。
logic: >
  刑事、治安警情或者纠纷，报警称有伤亡或者有凶器，最后结果为调解、不属公安职责、虚假重复骚扰、当事人现场和解或者无法联系，
  没有经法制部门审核的；以调解、现场和解办结，到达现场至处理完毕少于规定分钟的。
source: [刑事诉讼法 第一百一十条, 公安机关办理刑事案件程序规定 第一百六十九条, 人民检察院刑事诉讼规则 第五百五十七条]
reads: [case_incident]
leaves_out: [立案、不予立案、当场处罚和移送其他公安机关的, 法制部门审核的, 求助、咨询、投诉、火灾、交通警情, 尚未办结的, 伤亡和凶器没有填写的, 没有记录到达时间的]
parameters:
  least_minutes: {default: 3, unit: 分钟, mark: policy, note: 调解、现场和解处置少于多少分钟提示}
occurrence: [number, finding]
columns:
  number: 接警单编号
  finding: 问题（代码）
  finding_zh: 问题
  kind: 报警类别
  outcome: 结果（代码）
  called_at: 报警时间
spoken:
  kind: {criminal: 刑事警情, security: 治安警情, dispute: 纠纷}
  outcome: {O05: 调解, O10: 不属公安职责，口头告知, O11: 虚假、重复、骚扰, O13: 当事人现场和解、无案件事实, O14: 无法联系、未找到现场}
level: low
summary: "警情{number}（{kind}，结果{outcome}）：{finding_zh}。"
answers: 处警单位：应当由法制部门复看，应立案的依法立案
clears: 伤情经检查不存在；凶器系误报；双方确为误会；法制审核在卷而没有登记
caveat: 只提示复看，不认定有案不立；伤情、凶器以报警时所称为准。
--- */
with ended as (
    select *, coalesce(receive__no, number, "case") as alarm_number, value__outcome as ended_as
    from case_incident
    where classify__on is not null and legal_check__on is null and decide__on is null
),
found as (
    select *, 'looks_like_case' as finding, '报警称有伤亡或者有凶器，没有作为案件办理，也没有法制审核' as finding_zh
    from ended
    where classify__outcome in ('closed', 'settled') and receive__kind in ('criminal', 'security', 'dispute')
        and (coalesce(receive__injured, false) or coalesce(receive__weapon, false)) and value__outcome in ('O05', 'O10', 'O11', 'O13', 'O14')
    union all
    select *, 'fast_close', '调解、和解处置时间过短'
    from ended
    where classify__outcome = 'settled' and arrive__arrived_at is not null and handle__finished_at is not null
        and date_diff('minute', arrive__arrived_at, handle__finished_at) < :least_minutes and handle__finished_at >= arrive__arrived_at
)
select alarm_number as subject, concat_ws('|', alarm_number, finding) as occurrence, coalesce(organ__station, organ, _organ) as organ,
    alarm_number as number, finding, finding_zh, receive__kind as kind, ended_as as outcome, receive__called_at as called_at, _ref as evidence
from found
