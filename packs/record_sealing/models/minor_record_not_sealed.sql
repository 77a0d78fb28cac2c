/* ---
model: minor_record_not_sealed
title: 未成年人犯罪记录没有按期封存
grain: 每件解除矫正或者封存案件每个问题一行
purpose: 发现判决时未成年的社区矫正对象解除后三日内没有封存，以及核对发现遗漏后没有补封的。
logic: >
  判决时未满十八周岁的对象解除矫正后超过三日，解除案件没有登记封存，也没有已封存的封存案件；
  逐处核对发现遗漏后超过三日没有再次封存的。
source: [未成年人犯罪记录封存的实施办法 第十三条, 刑事诉讼法 第二百八十六条]
reads: [case_release, case_record_sealing]
leaves_out: [三日以内的, 另案已封存的, 不符合封存条件的, 成年后被判决的, 封存机关认为不应封存正在检察监督的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  since: 解除或者核对日期
  days: 至核查日的日数
level: high
summary: "案件{number}：{finding_zh}，自{since}起{days}日。"
answers: 执行地社区矫正机构或者封存机关：应当立即封存
clears: 已封存而没有登记；刑期超过五年，不属封存范围
demand: 立即封存案卷和电子数据，逐处核对副本，查明是否有人在此期间查询、使用。
caveat: 线索不显示姓名；封存后即不再显示。
--- */
with released as (
    select r._ref, r._organ, r.organ, r.organ__agency, coalesce(r.number, r."case") as case_number, r.subject, r.certify__on
    from case_release as r
    where coalesce(r.opening__minor_when_convicted, false) and r.certify__outcome = 'minor' and r.seal__on is null
        and coalesce(r.opening__sentence_months, 0) <= 60
        and not exists (
            select 1 from case_record_sealing as s
            where s.subject = r.subject and (s.seal__outcome is not null or s.notify__outcome = 'not_fit')
        )
),
found as (
    select _ref, coalesce(organ__agency, organ, _organ) as answering, case_number, 'not_sealed' as finding, '解除后三日内没有封存' as finding_zh, certify__on as since
    from released
    where date_diff('day', certify__on, :as_of) > 3
    union all
    select _ref, coalesce(organ__sealer, organ, _organ), coalesce(number, "case"), 'gap_left', '核对发现遗漏后没有补封', confirm__on
    from case_record_sealing
    where ended_on is null and confirm__outcome = 'gap' and date_diff('day', confirm__on, :as_of) > 3 and coalesce(seal__on, confirm__on) <= confirm__on
)
select case_number as subject, concat_ws('|', case_number, finding) as occurrence, answering as organ, case_number as number, finding, finding_zh, since,
    date_diff('day', since, :as_of) as days, _ref as evidence
from found
