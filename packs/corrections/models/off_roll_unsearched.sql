/* ---
model: off_roll_unsearched
title: 漏管没有及时查找
grain: 每件接收入矫案件每个问题一行
purpose: 发现报到期限届满没有报到（漏管）而矫正机构没有登记、没有当日组织查找的。
logic: >
  报到期限最后一日的次日起超过规定日数，既没有登记报到也没有登记未报到的；登记未报到后当日没有查找记录、至核查日仍没有的；
  登记未报到晚于期限最后一日超过规定日数的。
source: [社区矫正法 第三十条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十一条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第十二条]
reads: [case_enrolment]
leaves_out: [期限最后一日和其后规定日数以内的, 已报到的, 执行地有误退回的, 到其他县报到正在移送的, 重病、意外、不可抗力的, 案件已结束的]
parameters:
  days:
    default: 3
    unit: 日
    mark: policy
    note: 期限届满后登记未报到的核查口径
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  due_on: 报到期限最后一日
  missing_on: 登记未报到日期，没有登记的为空
duty: due_on
level: high
summary: "{name}（{subject}）应于{due_on}前报到，接收入矫案件{number}：{finding_zh}。"
answers: 执行地县级社区矫正机构：应当立即查找，同时通报决定机关和检察院
clears: 已经报到、查找而没有登记；有严重疾病、意外事件或者不可抗力；决定机关没有通知到
demand: 立即组织查找并做好记录，同时通报社区矫正决定机关和人民检察院，依法处理漏管情形。
--- */
with filed as (
    select *, coalesce(number, "case") as case_number
    from case_enrolment
    where arrival__due_on is not null and coalesce(check__outcome, '') <> 'wrong_place' and not coalesce(search__excused, false)
        and register__on is null and ended_on is null and coalesce(arrival__outcome, '') <> 'elsewhere'
),
found as (
    select *, 'silent' as finding, '期限已过，没有登记报到，也没有登记未报到' as finding_zh
    from filed
    where arrival__on is null and date_diff('day', arrival__due_on, :as_of) > :days
    union all
    select *, 'not_searched', '登记未报到后没有查找'
    from filed
    where arrival__outcome = 'missing' and search__on is null and arrival__on < :as_of
    union all
    select *, 'noted_late', '期限届满多日后才登记未报到'
    from filed
    where arrival__outcome = 'missing' and search__on is not null and date_diff('day', arrival__due_on, arrival__on) > :days
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__agency, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '社区矫正对象') as name, arrival__due_on as due_on,
    case when arrival__outcome = 'missing' then arrival__on end as missing_on, _ref as evidence
from found
