/* ---
model: detention_overdue
title: 超期羁押
grain: 每条审前羁押记录的一个阶段一行
purpose: 发现某一办案阶段的羁押期限届满而未释放、未变更强制措施也未依法延长的人员。
logic: 羁押阶段不是服刑，阶段期限早于出所日期（未出所的早于核查日），且没有延长批准文号。
source: [刑事诉讼法 第九十八条, 刑事诉讼法 第一百五十六条, 人民检察院刑事诉讼规则 第六百一十八条]
reads: [custody_records]
leaves_out: [有延长批准文号的, 期限在核查日当日届满的, 没有录入阶段期限的]
occurrence: [facility, admitted_on, stage]
columns:
  name: 姓名
  facility: 羁押场所
  admitted_on: 入所日期
  stage: 羁押阶段
  stage_due: 阶段期限
  released_on: 出所日期，未出所为空
  days_over: 超过期限的日数
duty: stage_due
why:
  - {fact: "{stage}羁押期限", needs: "{stage_due}届满前办结、释放、变更强制措施或者批准延长", actual: "已超{days_over}日，没有延长批准的记载"}
  - {fact: 出所, needs: 期限届满的应当释放或者变更强制措施, actual: "{released_on}出所", absent: 没有出所记载}
level: high
summary: "{name}（{subject}）在{facility}的羁押期限{stage_due}届满，未见延长批准，已超{days_over}日。"
answers: 羁押记录的送数机关：应当释放、变更强制措施或者补录延长批准
clears: 延长批准未录入；程序变更后重新计算期限；精神病鉴定期间不计入；换押未登记
demand: 立即纠正超期羁押，依法释放或者变更强制措施，并查明责任。
--- */
with held as (
    select _ref, _organ, id_number, name, facility, admitted_on, stage, stage_due, released_on, coalesce(released_on, :as_of) as held_until
    from custody_records
    where stage <> 'serving' and extension_no is null
)
select id_number as subject, concat_ws('|', facility, cast(admitted_on as varchar), stage) as occurrence, _organ as organ,
    name, facility, admitted_on, stage, stage_due, released_on, date_diff('day', stage_due, held_until) as days_over, _ref as evidence
from held
where stage_due < held_until
