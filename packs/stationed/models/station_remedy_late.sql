/* ---
model: station_remedy_late
title: 派驻检察发现问题没有按期跟进
grain: 每条台账记录每个问题一行
purpose: 发现口头纠正后没有改正也没有转为书面、约见没有按期会见、非正常死亡没有及时检验的情形。
logic: >
  口头提出纠正意见满七日（末日为休息日的顺延）既没有核查已纠正，也没有转为书面纠正的；
  申请约见检察官后超过规定工作日没有会见，或者会见晚于该日的；
  登记为非正常死亡，发现后超过一日没有检验记录的。
source: [人民检察院刑事诉讼规则 第六百二十四条, 人民检察院刑事诉讼规则 第六百六十二条, 监狱法_2026 第八十一条]
reads: [register_oral_corrections, register_talk_requests, register_deaths]
leaves_out: [七日期满日为休息日而次一工作日处理的, 第三个工作日会见的, 申请人撤回约见的, 不是非正常死亡的, 死因性质没有登记的, 第二日检验的]
parameters:
  oral_days: {default: 7, unit: 日, mark: law, note: 口头纠正后七日没有纠正的提出书面意见}
  meet_days: {default: 3, unit: 个工作日, mark: policy, note: 约见申请后多少个工作日内会见}
occurrence: [entry, finding]
columns:
  entry: 台账记录
  finding: 问题（代码）
  finding_zh: 问题
  begun_on: 起算日期
  due_on: 应办日期
  done_on: 办理日期，未办理为空
duty: due_on
level: medium
summary: "{finding_zh}：自{begun_on}起，应于{due_on}前办理，办理日期{done_on}。"
answers: 派驻检察室所属的人民检察院：应当立即办理并说明原因
clears: 已办理而没有登记；申请人撤回约见；死亡性质后经查明为正常死亡
caveat: 约见三个工作日为默认值；监狱法修订后非正常死亡须“立即”检验，本模型只查超过一日的。
--- */
with found as (
    select _ref, coalesce(organ, _organ) as organ, entry, 'oral_left' as finding, '口头纠正满七日没有改正，也没有转为书面纠正' as finding_zh,
        told_on as begun_on, law_notice_reply_due(told_on, :oral_days) as due_on, checked_on as done_on
    from register_oral_corrections
    where told_on is not null and state = 'told'
    union all
    select _ref, coalesce(organ, _organ), entry, 'not_met', '申请约见检察官没有按期会见',
        requested_on, law_add_working_days(requested_on, :meet_days), met_on
    from register_talk_requests
    where requested_on is not null and state <> 'dropped'
    union all
    select _ref, coalesce(organ, _organ), entry, 'not_examined', '非正常死亡没有及时检验',
        cast(found_at as date), law_add_days(cast(found_at as date), 1), cast(examined_at as date)
    from register_deaths
    where unnatural and found_at is not null
)
select entry as subject, concat_ws('|', entry, finding) as occurrence, organ,
    entry, finding, finding_zh, begun_on, due_on, done_on, _ref as evidence
from found
where coalesce(done_on, :as_of) > due_on
