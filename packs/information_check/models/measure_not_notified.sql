/* ---
model: measure_not_notified
title: 处罚、强制措施没有通知社区矫正机构
grain: 每件处罚、强制措施、羁押类核查线索一行
purpose: 发现决定机关对社区矫正对象处罚、采取强制措施后，没有在三日内通知执行地社区矫正机构，靠信息化核查才发现的。
logic: >
  处罚、措施类线索核查属实，没有登记收到通知，或者收到通知的日期晚于决定后三个工作日（条文为三日，遇节假日顺延，按较宽的口径）。
source: [社区矫正法 第三十二条, 社区矫正法实施办法 第四十一条]
reads: [case_check_clue]
leaves_out: [已在期限内收到通知的, 期限尚未届满的, 身份错误、数据错误的, 旅馆、车票等其他种类的, 尚未核查的]
occurrence: [number]
columns:
  number: 案件编号
  name: 姓名
  decided_on: 处罚、措施决定日期
  round_on: 比中返回日期
  received_on: 收到通知日期，没有收到的为空
  set_zh: 种类
level: high
summary: "{name}（{subject}）{decided_on}被{set_zh}，核查线索{number}：没有在期限内通知社区矫正机构，收到通知日期{received_on}。"
answers: 作出决定的机关：应当说明；案件没有登记决定机关的，由社区矫正机构核明后转送
clears: 通知已送达而没有登记；决定机关不知道其为社区矫正对象
demand: 今后对社区矫正对象作出限制人身自由的决定，应当自决定之日起三日内通知执行地县级社区矫正机构和人民检察院。
--- */
with confirmed as (
    select *, coalesce(number, "case") as case_number
    from case_check_clue
    where opening__set in ('penalty', 'measure') and verify__outcome = 'confirmed' and opening__offence_decided_on is not null
)
select coalesce(subject, case_number) as subject, case_number as occurrence, coalesce(organ__detainer, organ__agency, organ, _organ) as organ,
    case_number as number, coalesce(subject_name, '社区矫正对象') as name, opening__offence_decided_on as decided_on, opening__round_on as round_on,
    verify__notice_received_on as received_on, case opening__set when 'penalty' then '治安处罚' else '采取强制措施' end as set_zh, _ref as evidence
from confirmed
where law_add_working_days(opening__offence_decided_on, 3) < coalesce(verify__notice_received_on, :as_of)
