/* ---
model: station_duty_short
title: 派驻人员在岗、配备和轮岗不符合规定
grain: 每个检察室每个问题一行
purpose: 发现派而不驻、人员不足、没有检察官以及任职超过三年没有交流的检察室。
logic: >
  在岗月报中一人一月在检察室工作少于规定日数，且没有请假、公派、到离岗、封闭管理等原因的；
  轮岗台账中在岗人员不足规定人数，或者在岗人员没有一名检察官的；
  任职起始日满规定月数，核查日仍在岗的。
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_months, register_postings]
leaves_out: [正好达到规定日数的, 写明请假、公派、到离岗、封闭管理的, 没有建立轮岗台账的检察室, 满三年当日的, 已登记轮岗的]
parameters:
  least_days: {default: 12, unit: 日, mark: law, note: 每人每月在检察室工作日数}
  least_staff: {default: 2, unit: 人, mark: law, note: 派驻人员不少于二人}
  most_months: {default: 36, unit: 个月, mark: law, note: 每三年轮岗交流}
occurrence: [office, finding, who, since]
columns:
  office: 检察室
  finding: 问题（代码）
  finding_zh: 问题
  who: 人员
  since: 月份或者起始日期
  figure: 日数、人数或者月数
level: medium
summary: "{office}：{finding_zh}（{who}，{since}，{figure}）。"
answers: 派驻检察室所属的人民检察院：应当说明并补足人员、在岗日数或者安排轮岗
clears: 在岗日数漏报；人员变动没有登记；经批准的请假、公派没有写明
caveat: “原则上”不少于十二个工作日，有正当原因的不算；只看平台台账的登记。
--- */
with short as (
    select coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, 'days_short' as finding, '当月在检察室工作不足规定日数' as finding_zh,
        officer as who, strftime(month_end, '%Y-%m') as since, days as figure, _ref as evidence
    from register_duty_months
    where month_end <= :as_of and days < :least_days and coalesce(excused, 'none') = 'none'
),
staff as (
    select coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, count(distinct officer) as people,
        sum(case when procurator then 1 else 0 end) as procurators, min(_ref) as evidence
    from register_postings
    where state = 'posted' and posted_on <= :as_of
    group by 1, 2
),
found as (
    select * from short
    union all
    select organ, office, 'staff_short', '派驻人员少于规定人数', '全室', strftime(:as_of, '%Y'), people, evidence
    from staff where people < :least_staff
    union all
    select organ, office, 'no_procurator', '派驻人员中没有检察官', '全室', strftime(:as_of, '%Y'), people, evidence
    from staff where procurators = 0
    union all
    select coalesce(organ, _organ), coalesce(unit, '检察室'), 'not_rotated', '任职满三年没有轮岗交流', officer, strftime(posted_on, '%Y-%m-%d'),
        12 * (cast(strftime(:as_of, '%Y') as bigint) - cast(strftime(posted_on, '%Y') as bigint))
            + cast(strftime(:as_of, '%m') as bigint) - cast(strftime(posted_on, '%m') as bigint), _ref
    from register_postings
    where state = 'posted' and law_months_after(posted_on, :most_months) < :as_of
)
select office as subject, concat_ws('|', office, finding, who, since) as occurrence, organ,
    office, finding, finding_zh, who, since, cast(figure as bigint) as figure, evidence
from found
