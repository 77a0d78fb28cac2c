/* ---
model: station_log_suspect
title: 检察日志雷同、同时补填和在岗日数预警
grain: 每个检察室每个问题一行
purpose: 发现改动几处照抄前日、同一分钟填写全部事项的日志，以及到二十日在岗日数仍然偏少的人员，提示当月补足。
logic: >
  同一检察室规定日数以内两日日志的工作事项，去掉数字后按标点分为短句，相同短句占两篇短句的比例达到规定比例而不完全相同的；
  一篇日志有规定件数以上事项且时间全部为同一分钟的；
  核查日在当月二十日以后（含当日），在岗人员当月列为值班人员的日志不足规定篇数的。
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_duty_log, register_postings]
leaves_out: [逐字相同的（另有模型）, 短句少于规定数的, 没有填时间的, 只有一两件事项的, 二十日以前, 当月才到任的]
parameters:
  similar: {default: 0.9, unit: 比例, mark: policy, note: 相同短句的比例}
  least_clauses: {default: 8, unit: 句, mark: policy, note: 少于此的日志不比较}
  most_days: {default: 31, unit: 日, mark: policy, note: 比较多少日以内的日志}
  least_items: {default: 3, unit: 件, mark: policy, note: 多少件事项同一分钟的提示}
  from_day: {default: 20, unit: 日, mark: policy, note: 每月从几日起提示在岗日数}
  least_days: {default: 12, unit: 日, mark: law, note: 每人每月在检察室工作日数}
occurrence: [office, finding, who, since]
columns:
  office: 检察室
  finding: 问题（代码）
  finding_zh: 问题
  who: 人员或者对照的日期
  since: 日志日期或者月份
  figure: 比例（百分数）、件数或者日数
level: low
summary: "{office}：{finding_zh}（{since}，{who}，{figure}）。"
answers: 派驻检察室所属的人民检察院：应当核查当日履职情况，或者安排当月在岗
clears: 事项确有规律性并有录像、记录佐证；时间系统一录入而各项另有起止记录；请假、公派
caveat: 只作提示；日志中没有列名不等于没有到岗，以在岗月报为准。
--- */
with logs as (
    select _ref, coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, day, items, on_duty,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            replace(replace(replace(items, '。', '，'), '；', '，'), '","', '，'),
            '0', ''), '1', ''), '2', ''), '3', ''), '4', ''), '5', ''), '6', ''), '7', ''), '8', ''), '9', '') as said
    from register_duty_log
    where items is not null and day <= :as_of
),
cut as (
    select _ref, organ, office, day, said, unnest(split(said, '，')) as clause from logs
),
clauses as (
    select distinct _ref, organ, office, day, said, clause from cut where length(clause) >= 2
),
sized as (
    select _ref, organ, office, day, said, count(*) as n from clauses group by _ref, organ, office, day, said having count(*) >= :least_clauses
),
shared as (
    select l._ref as later, f._ref as former, count(*) as common
    from clauses as l
    join clauses as f on f.organ = l.organ and f.office = l.office and f.clause = l.clause and f.day < l.day
        and date_diff('day', f.day, l.day) <= :most_days
    group by l._ref, f._ref
),
alike as (
    select l._ref as ref, l.organ, l.office, l.day, max(f.day) as earlier, max(floor(200.0 * s.common / (l.n + f.n))) as percent
    from shared as s
    join sized as l on l._ref = s.later
    join sized as f on f._ref = s.former
    where l.said <> f.said and 2.0 * s.common >= :similar * (l.n + f.n)
    group by l._ref, l.organ, l.office, l.day
),
first_time as (
    select _ref, organ, office, day, items,
        (length(items) - length(replace(items, '"content"', ''))) / 9 as n,
        substring(items, strpos(items, '"at":"'), strpos(substring(items, strpos(items, '"at":"') + 6, 60), '"') + 6) as moment
    from logs
    where strpos(items, '"at":"') > 0
),
posted as (
    select _ref, coalesce(organ, _organ) as organ, coalesce(unit, '检察室') as office, officer
    from register_postings
    where state = 'posted' and posted_on < date_trunc('month', cast(:as_of as date))
),
present as (
    select p._ref, p.organ, p.office, p.officer, count(distinct l.day) as days
    from posted as p
    left join register_duty_log as l on coalesce(l.organ, l._organ) = p.organ and coalesce(l.unit, '检察室') = p.office
        and l.day >= date_trunc('month', cast(:as_of as date)) and l.day <= :as_of and l.state <> 'unmanned'
        and list_contains(l.on_duty, p.officer)
    group by p._ref, p.organ, p.office, p.officer
),
found as (
    select organ, office, 'alike' as finding, '日志与以前某日雷同' as finding_zh, strftime(earlier, '%Y-%m-%d') as who,
        strftime(day, '%Y-%m-%d') as since, cast(percent as bigint) as figure, ref as evidence
    from alike
    union all
    select organ, office, 'same_minute', '全部事项为同一分钟', '全部事项', strftime(day, '%Y-%m-%d'), cast(n as bigint), _ref
    from first_time
    where n >= :least_items and (length(items) - length(replace(items, moment, ''))) / length(moment) = n
    union all
    select organ, office, 'days_short_soon', '到二十日在岗日数偏少', officer, strftime(:as_of, '%Y-%m'), cast(days as bigint), _ref
    from present
    where cast(strftime(:as_of, '%d') as bigint) >= :from_day and days < :least_days
)
select office as subject, concat_ws('|', office, finding, who, since) as occurrence, organ,
    office, finding, finding_zh, who, since, figure, evidence
from found
