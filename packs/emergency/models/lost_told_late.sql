/* ---
model: lost_told_late
title: 失去联系没有同时通报检察院
grain: 每件失联查找案件一行
purpose: 发现社区矫正对象失去联系后没有立即组织查找，或者没有在查找的同时通报执行地检察院的。
logic: >
  发现失去联系后超过规定分钟数才通报检察院的；至核查日仍没有登记组织查找的（发现当日不计）。
source: [进一步加强社区矫正工作衔接配合管理的意见_2026 第十四条, 社区矫正法 第三十条]
reads: [case_lost_search]
leaves_out: [规定分钟数以内通报的, 发现当日尚未登记的, 发现以前已经通报的]
parameters:
  minutes: {default: 30, unit: 分钟, mark: policy, note: 条文为同时，超过多少分钟列为线索}
occurrence: [number]
columns:
  number: 案件编号
  name: 姓名
  missed_at: 发现失去联系时刻
  told_at: 通报检察院时刻，没有通报的为空
  finding_zh: 问题
level: high
summary: "{name}（{subject}）{missed_at}被发现失去联系，案件{number}：{finding_zh}。"
answers: 执行地县级社区矫正机构、司法所：应当说明
clears: 已电话通报而登记时刻有误；系统中断期间的纸质记录
demand: 今后发现失去联系，应当立即组织查找并同时通报人民检察院。
--- */
with searched as (
    select *, coalesce(number, "case") as case_number, coalesce(organ__agency, organ__office, organ, _organ) as answering
    from case_lost_search
    where opening__missed_at is not null
)
select coalesce(subject, case_number) as subject, case_number as occurrence, answering as organ, case_number as number,
    coalesce(subject_name, '社区矫正对象') as name, opening__missed_at as missed_at, start__told_at as told_at,
    case when start__told_at is null then '没有登记组织查找和通报' else '没有在查找的同时通报检察院' end as finding_zh, _ref as evidence
from searched
where (start__told_at is not null and epoch(start__told_at) - epoch(opening__missed_at) > 60 * :minutes)
    or (start__told_at is null and start__on is null and ended_on is null and cast(opening__missed_at as date) < :as_of)
