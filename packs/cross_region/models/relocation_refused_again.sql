/* ---
model: relocation_refused_again
title: 变更执行地多次被拒、同一住址集中迁入
grain: 每人或者每个住址一行
purpose: 发现同一人变更执行地三次以上不获同意，以及同一住址在一年内有多人申请迁入、可能是虚假住址的。
logic: 核查日以前规定日数内，同一人申请变更执行地而不同意（告知、维持）达到规定次数的；同一拟迁入地址申请人数超过规定人数的。
source: [社区矫正法 第二十七条, 社区矫正法实施办法 第三十条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第七条]
reads: [case_relocation]
leaves_out: [不同意一次、二次的, 本人撤回的, 协调后同意的, 恰好规定人数的, 窗口以前申请的]
parameters:
  window: {default: 365, unit: 日, mark: policy, note: 统计的日数}
  times: {default: 3, unit: 次, mark: policy, note: 不同意多少次列为线索}
  persons: {default: 5, unit: 人, mark: policy, note: 同一住址超过多少人列为线索}
occurrence: [finding, subject]
columns:
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名或者住址
  how_many: 次数或者人数
  last_on: 最近一次申请日期
level: low
summary: "{name}：{finding_zh}（{how_many}），最近一次{last_on}。"
answers: 变更执行地的原执行地、新执行地社区矫正机构：应当核对不同意的理由，或者核实住址
clears: 不同意的理由属实；安置基地、集体宿舍等同一住址
demand: 核对每次不同意的理由是否属于固定居所、证明不实等，不得以户籍为由拒绝；住址集中的逐户核实。
--- */
with asked as (
    select *, coalesce(number, "case") as case_number, coalesce(subject, subject_name, "case") as who, apply__new_address as address
    from case_relocation
    where opened_on > law_add_days(:as_of, -:window) and opened_on <= :as_of
),
refused as (
    select who as subject, 'refused_again' as finding, '申请变更执行地多次不获同意' as finding_zh, max(coalesce(subject_name, '社区矫正对象')) as name,
        count(*) as how_many, max(opened_on) as last_on, max(coalesce(organ__agency, organ, _organ)) as organ, max(_ref) as evidence
    from asked
    where tell_refusal__outcome = 'told' or mediate_after__outcome = 'kept'
    group by who
    having count(*) >= :times
),
crowded as (
    select address as subject, 'same_address' as finding, '同一住址申请迁入的人数过多' as finding_zh, address as name,
        count(distinct who) as how_many, max(opened_on) as last_on, max(coalesce(organ__new_agency, organ, _organ)) as organ, max(_ref) as evidence
    from asked
    where address is not null
    group by address
    having count(distinct who) > :persons
),
found as (
    select * from refused
    union all
    select * from crowded
)
select subject, concat_ws('|', finding, subject) as occurrence, organ, finding, finding_zh, name, how_many, last_on, evidence
from found
