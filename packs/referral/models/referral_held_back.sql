/* ---
model: referral_held_back
title: 涉嫌犯罪案件移送受阻
grain: 每件涉嫌犯罪案件每个问题一行
purpose: 发现已经认为涉嫌犯罪而没有启动移送、公安机关以材料不全退回以及拟以罚款代替移送的案件。
logic: >
  录入时认为涉嫌犯罪，超过规定日数没有提出移送报告的；
  公安机关以材料不全退回的；负责人审批时记明拟以罚款代替移送的。
source: [行政执法机关移送涉嫌犯罪案件的规定 第五条, 行政执法机关移送涉嫌犯罪案件的规定 第十一条, 公安机关办理刑事案件程序规定 第一百八十条]
reads: [case_referral]
leaves_out: [规定日数以内的, 不批准移送并记录在案的, 公安机关已经先行立案的, 移送以前作出警告、责令停产停业等处罚的, 转送有管辖权的公安机关的]
parameters:
  report_days: {default: 15, unit: 日, mark: policy, note: 录入后多少日内应当提出移送报告}
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  party: 当事人
  filed_on: 立案日期
  decided_on: 批准移送日期
  transferred_on: 移送日期
level: medium
summary: "{party}案件{number}：{finding_zh}。"
answers: 没有移送、以罚代移的为行政执法机关，退回的为公安机关：应当依法移送、接受或者说明
clears: 移送报告在卷而没有登记；罚款在发现涉嫌犯罪以前作出
demand: 依法移送涉嫌犯罪案件，并说明没有移送、以罚代移的原因。
caveat: 提出报告的十五日为默认值；批准后二十四小时移送由法定期限逾期模型核查。
--- */
with told as (
    select *, coalesce(number, "case") as case_number, coalesce(value__transfer_decided_on, decide__on) as approved_on
    from case_referral
),
found as (
    select *, 'not_reported' as finding, '认为涉嫌犯罪，没有提出移送报告' as finding_zh, organ__organ as answering
    from told where ended_on is null and enter__suspected and report__on is null and law_add_days(enter__on, :report_days) < :as_of
    union all
    select *, 'returned_for_papers', '公安机关以材料不全退回', organ__police
    from told where accept__outcome = 'returned'
    union all
    select *, 'fine_instead', '拟以罚款代替移送', organ__organ
    from told where decide__fine_instead
)
select coalesce(enter__party_id, subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(answering, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(enter__party, '当事人') as party, enter__filed_on as filed_on, approved_on as decided_on,
    transfer__on as transferred_on, _ref as evidence
from found
