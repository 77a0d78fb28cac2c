/* ---
model: diagnosis_concentrated
title: 病情诊断集中于少数医师、医院
grain: 每所监狱（看守所）每名医师或者每家医院一行
purpose: 发现一段期间内符合暂予监外执行条件的诊断集中由同一名医师主诊、集中在同一家医院的情形。
logic: >
  核查日以前规定日数内，同一监狱（看守所）诊断为符合条件的案件达到规定件数，同一主诊医师占规定比例以上的；
  同一监狱（看守所）先后委托两家以上医院，而同一家医院占规定比例以上的。
source: [进一步规范暂予监外执行工作的意见 第六条, 进一步规范暂予监外执行工作的意见 第十一条, 人民检察院刑事诉讼规则 第六百二十九条]
reads: [case_medical_release, case_medical_release_detention]
leaves_out: [件数不足的, 只有一家指定医院的不核查医院集中, 没有登记主诊医师的, 诊断为不符合、意见分歧的]
parameters:
  within_days: {default: 365, unit: 日, mark: policy, note: 统计期间}
  least_cases: {default: 5, unit: 件, mark: policy, note: 少于此数的不比较}
  share: {default: 0.7, unit: 比例, mark: policy, note: 占同一监狱符合条件诊断的比例}
occurrence: [place, cluster, who]
columns:
  place: 监狱（看守所）
  cluster: 集中的种类（代码）
  cluster_zh: 集中的种类
  who: 医师或者医院
  positive: 该医师（医院）诊断为符合的件数
  whole: 该监狱诊断为符合的件数
level: medium
summary: "{place}一年内诊断为符合条件的{whole}件中，{who}（{cluster_zh}）占{positive}件。"
answers: 提请的监狱、看守所：应当说明委托医院和医师的确定方式
clears: 该专科只有一名医师；其他医院不能作此项检查
demand: 说明诊断医院和医师的确定方式，对有关案件的诊断材料开展技术性证据专门审查。
caveat: 集中本身不是违法，只作为专门审查的线索；件数和比例为默认值。
--- */
with fitting as (
    select coalesce(organ__prison, organ, _organ) as place, examine__first_doctor as doctor, approve_exam__hospital as hospital, _ref
    from case_medical_release
    where examine__outcome = 'fits' and examine__on <= :as_of and law_add_days(examine__on, :within_days) >= :as_of
    union all
    select coalesce(organ__prison, organ, _organ), examine__first_doctor, approve_exam__hospital, _ref
    from case_medical_release_detention
    where examine__outcome = 'fits' and examine__on <= :as_of and law_add_days(examine__on, :within_days) >= :as_of
),
whole as (
    select place, count(*) as whole, count(distinct hospital) as hospitals
    from fitting
    group by place
),
counted as (
    select place, 'doctor' as cluster, '主诊医师' as cluster_zh, doctor as who, count(*) as positive, min(_ref) as evidence
    from fitting
    where doctor is not null
    group by place, doctor
    union all
    select place, 'hospital', '医院', hospital, count(*), min(_ref)
    from fitting
    where hospital is not null
    group by place, hospital
)
select c.who as subject, concat_ws('|', c.place, c.cluster, c.who) as occurrence, c.place as organ, c.place, c.cluster, c.cluster_zh, c.who, c.positive, w.whole, c.evidence
from counted as c
join whole as w on w.place = c.place
where w.whole >= :least_cases and c.positive >= :share * w.whole and (c.cluster = 'doctor' or w.hospitals > 1)
